import { Fenced, type Row } from '@rural-tracker/projections'
import type { Effect } from './effect.ts'
import { owe, type Owed, SENT_ROWS } from './outbox.ts'
import { codeOf, type OnProblem, rowsNotLookedAt } from './problems.ts'
import type { ReactionsFile } from './reactions-file.ts'

/** A row that somebody watches: its key as text, the hash of what would be told, and where it belongs. */
export type WatchedRow = Readonly<{ row: string; hash: string; place: string }>

/** A row that is told. `hash` is undefined where it is gone, `before` where it was not there; `at` is another one at each look. */
export type ChangedRow = Readonly<{ topic: string; row: string; hash: string | undefined; place: string; before: string | undefined; at: string }>

/** Rows whose changes are told, compared with what was last told: so a rebuild of the same rows tells nothing. */
export type RowWatch = Readonly<{
  /** What is watched now. The rows of a topic that is new are noted, and nothing is told of them; one that nobody watches any more is forgotten. */
  topics(): Promise<readonly string[]>
  /** Every row of a topic; undefined while they are not as far as the log. */
  rows(topic: string): Promise<AsyncIterable<readonly WatchedRow[]> | undefined>
  effects(changed: ChangedRow): readonly Effect[]
}>

const ROWS_A_COMMIT = 500
/** The row that says that a topic was noted whole. */
const NOTED = ''

type Told = Readonly<{ hash: string; place: string }>

/** Compares rows with what was last told of them. What is told and that it was told are written together. */
export class RowLooker {
  readonly #file: ReactionsFile
  readonly #watches: readonly RowWatch[]
  readonly #owedFor: (effect: Effect) => Owed
  readonly #onProblem: OnProblem

  constructor(file: ReactionsFile, watches: readonly RowWatch[], how: Readonly<{ owedFor: (effect: Effect) => Owed; onProblem: OnProblem }>) {
    this.#file = file
    this.#watches = watches
    this.#owedFor = how.owedFor
    this.#onProblem = how.onProblem
  }

  get isIdle(): boolean {
    return this.#watches.length === 0
  }

  /** @throws Fenced when another process works now. */
  async look(today: string): Promise<void> {
    const at = `${this.#file.position ?? ''}@${today}`
    const watched = new Set<string>()
    for (const watch of this.#watches) {
      for (const topic of await watch.topics()) {
        watched.add(topic)
        await this.#lookAt(watch, topic, at).catch((error: unknown) => {
          if (error instanceof Fenced) throw error
          this.#onProblem(rowsNotLookedAt(topic, codeOf(error)))
        })
      }
    }
    if (this.#watches.length > 0) await this.#forgetAllBut(watched)
  }

  async #lookAt(watch: RowWatch, topic: string, at: string): Promise<void> {
    const rows = await watch.rows(topic)
    if (rows === undefined) return
    const told = await this.#told(topic)
    const isNoted = told.delete(NOTED)
    const changes = new Changes(this.#file, topic, (changed) => (isNoted ? watch.effects({ ...changed, topic, at }).map(this.#owedFor) : []))
    for await (const some of rows) {
      for (const { row, hash, place } of some) {
        const before = told.get(row)
        told.delete(row)
        if (before?.hash !== hash) await changes.add({ row, hash, place, before: before?.place })
      }
    }
    for (const [row, { place }] of told) await changes.add({ row, hash: undefined, place, before: place })
    if (!isNoted) await changes.note()
    await changes.commit()
  }

  async #told(topic: string): Promise<Map<string, Told>> {
    const told = new Map<string, Told>()
    for await (const some of this.#file.sentRows(['topic', '=', topic]))
      for (const { row, hash, place } of some) told.set(String(row), { hash: String(hash), place: String(place) })
    return told
  }

  async #forgetAllBut(watched: ReadonlySet<string>): Promise<void> {
    const gone: string[] = []
    for await (const some of this.#file.sentRows(['row', '=', NOTED]))
      gone.push(...some.map(({ topic }) => String(topic)).filter((topic) => !watched.has(topic)))
    if (gone.length > 0) await this.#file.fenced((tx, slot) => tx.remove(slot, SENT_ROWS, 'topic', gone))
  }
}

type Change = Omit<ChangedRow, 'topic' | 'at'>

/** Changes of one topic on their way to the outbox, some hundred at a time. */
class Changes {
  readonly #file: ReactionsFile
  readonly #topic: string
  readonly #owedFor: (change: Change) => readonly Owed[]
  #put: Row[] = []
  #gone: string[] = []
  #owed: Owed[] = []

  constructor(file: ReactionsFile, topic: string, owedFor: (change: Change) => readonly Owed[]) {
    this.#file = file
    this.#topic = topic
    this.#owedFor = owedFor
  }

  async add(change: Change): Promise<void> {
    const { row, hash, place } = change
    if (hash === undefined) this.#gone.push(this.#id(row))
    else this.#put.push({ id: this.#id(row), topic: this.#topic, row, hash, place })
    this.#owed.push(...this.#owedFor(change))
    if (this.#put.length + this.#gone.length >= ROWS_A_COMMIT) await this.commit()
  }

  /** The topic was noted whole: from the next look on its changes are told. */
  async note(): Promise<void> {
    this.#put.push({ id: this.#id(NOTED), topic: this.#topic, row: NOTED, hash: '', place: '' })
  }

  async commit(): Promise<void> {
    const [put, gone, owed] = [this.#put, this.#gone, this.#owed]
    if (put.length + gone.length === 0) return
    ;[this.#put, this.#gone, this.#owed] = [[], [], []]
    await this.#file.fenced(async (tx, slot) => {
      await tx.upsert(slot, SENT_ROWS, put)
      await tx.remove(slot, SENT_ROWS, 'id', gone)
      await owe(tx, slot, owed)
    })
  }

  #id(row: string): string {
    return `${this.#topic}\n${row}`
  }
}
