/** What went wrong, for programs (`code`) and for people (`text`). Names the person's id and never anything of the record. */
export class PersonsError extends Error {
  readonly code: string
  readonly text: Readonly<{ zh: string; en: string }>
  constructor(code: string, zh: string, en: string) {
    super(en)
    this.code = code
    this.text = { zh, en }
  }
}
