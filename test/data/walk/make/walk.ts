import { createHash } from 'node:crypto'
import { type AnyCommand, commands } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'

/** A command as a line of a file, with who gives it. */
export type Line = AnyCommand & Readonly<{ actor: string }>

/** One file of the row: what passes is appended whole, what is refused is one line and names the code in the file's name. */
export type WalkFile = Readonly<{ name: string; text: string; refused?: string }>

/** Writes the row down, file after file, and knows under which id an event of a former file will stand. */
export class Walk {
  readonly files: WalkFile[] = []
  readonly #ids = new Map<Line, string>()

  passes(what: string, ...lines: readonly Line[]): void {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    this.files.push({ name: this.#named(what), text })
    lines.forEach((line, i) => this.#ids.set(line, firstEventOf(line, text, i + 1)))
  }

  refused(code: string, line: Line): void {
    this.files.push({ name: this.#named(`refused-${code}`), text: `${JSON.stringify(line)}\n`, refused: code })
  }

  /**
   * The id of the first event of a line that passed.
   *
   * @throws when the line is in no former file: a file cannot name its own events, their ids come from its content.
   */
  eventOf(line: Line): string {
    const id = this.#ids.get(line)
    if (id === undefined) throw new Error(`${line.type} has not been appended yet`)
    return id
  }

  #named(what: string): string {
    return `${String(this.files.length).padStart(2, '0')}-${what}.ndjson`
  }
}

/** As `tracker append` makes command ids: from the content of the file and the line. */
function firstEventOf({ type, data }: Line, text: string, line: number): string {
  const definition = commands.get(type)
  if (!definition) throw new Error(`there is no command ${type}`)
  const file = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return eventIdOf(definition.stream(definition.data.parse(data) as never), `file:${file}:${line}`, 0)
}
