import type { Position } from '@rural-tracker/event-store'
import type { Held } from './leases.ts'
import type { ReadModel } from './model.ts'
import { type BuildPart, type BuildThreads, PartBuild, type PartLoaded, type PartProgress, type PartTask } from './part-build.ts'
import { CannotFold, ProjectionError } from './projection-error.ts'
import { Fenced, type RowTransaction, type Table } from './rows.ts'
import { stillWanted, whileWanted } from './wanted.ts'
import { type Runner, typesOf, type Work, workOn } from './work.ts'

type Build = Held & { readonly slot: number }

/** A slot that has seen the log up to the head of the moment in which its build began. */
export type Built = Readonly<{ work: Work; events: number }>

/**
 * Builds models beside the live ones, all in one pass over the log: in this process, or each part of the keys in a thread of its own. What is
 * decided is decided here: the slots, their keys and indexes, and the checkpoint, which stands when all parts are done and not before.
 *
 * @param how.upTo instead of the head of the log; undefined is before its first event.
 * @throws CannotFold when an event cannot be folded, `rebuild.ended` when the signal aborts, and what ended a thread: nothing of the build is left.
 */
export async function build(
  runner: Runner,
  held: readonly Held[],
  logId: string,
  how: Readonly<{ upTo?: Position | undefined; signal?: AbortSignal | undefined }> = {},
): Promise<readonly Built[]> {
  const today = runner.today()
  const { signal } = how
  const target = 'upTo' in how ? how.upTo : await whileWanted(runner.events.head(), signal)
  const threads = await whileWanted(threadsFor(runner, held, target), signal)
  const builds = await begin(runner, held, logId)
  const parts = partsOf(runner, builds, { today, target, threads })
  try {
    const { last, passed } = await loaded(runner, builds, parts, target, signal)
    const checkpoint = (tx: RowTransaction, { model, epoch, slot }: Build) =>
      tx.checkpoint({ model: model.name, slot, epoch, from: undefined, to: target, lastEvent: last, derivedFor: today })
    await index(runner, builds, ({ readBack = [] }) => readBack, signal)
    await finished(runner, builds, parts, checkpoint, signal)
    await index(runner, builds, ({ tables }) => tables, signal)
    const done: Built[] = []
    for (const [i, one] of builds.entries())
      done.push({ events: passed[i] ?? 0, work: await workOn(runner, one, { slot: one.slot, position: target, derivedFor: today, setAside: 0 }) })
    return done
  } catch (error) {
    // Nobody may be writing there when it is taken away. One who was superseded leaves that to whom it is left to.
    await endOf(parts)
    if (error instanceof ProjectionError) await drop(runner, builds)
    else if (parts.length > 1 && !(error instanceof Fenced)) await drop(runner, builds).catch(() => {})
    throw error
  } finally {
    await endOf(parts)
  }
}

/**
 * The same, as far as each model can be built: those that meet an event they cannot fold are built up to before it, so that who follows finds that
 * event and stops there, and the others are built without them.
 */
export async function buildWhatCanBe(runner: Runner, held: readonly Held[], logId: string): Promise<readonly (Built & { whole: boolean })[]> {
  const [builds, stopped] = await tried(runner, held, logId)
  const whole = builds.map((built) => ({ ...built, whole: true }))
  if (!stopped) return whole
  const mine = ({ model }: Held) => stopped.model === model.name || (stopped.undecodable !== undefined && model.types.includes(stopped.undecodable))
  const before = await buildBefore(runner, held.filter(mine), logId, stopped)
  const others = await buildWhatCanBe(
    runner,
    held.filter((one) => !mine(one)),
    logId,
  )
  return [...before.map((built) => ({ ...built, whole: false })), ...others]
}

/** Threads do not come to the same event at the same time, and models not to the same one: the first of all is found by building again. */
async function buildBefore(runner: Runner, held: readonly Held[], logId: string, found: CannotFold): Promise<readonly Built[]> {
  for (let { before: upTo } = found; ; ) {
    const [builds, stopped] = await tried(runner, held, logId, { upTo })
    if (!stopped) return builds
    if (upTo === undefined) throw stopped
    upTo = stopped.before
  }
}

async function tried(...given: Parameters<typeof build>): Promise<[readonly Built[], CannotFold | undefined]> {
  try {
    return [given[1].length === 0 ? [] : await build(...given), undefined]
  } catch (error) {
    if (error instanceof CannotFold) return [[], error]
    throw error
  }
}

/** Empty slots; what an earlier build left unfinished goes. */
async function begin({ rows }: Runner, held: readonly Held[], logId: string): Promise<Build[]> {
  const builds: Build[] = []
  for (const { model, epoch } of held) {
    for (const left of await rows.slots(model.name)) {
      if (left.state !== 'active' && left.state !== 'retired') await rows.dropSlot(model.name, left.slot)
    }
    const slot = await rows.createSlot({ model: model.name, version: model.version, hash: model.hash, logId, tables: model.tables })
    builds.push({ model, epoch, slot })
  }
  return builds
}

type Parting = Pick<PartTask, 'today' | 'target'> & Readonly<{ threads: BuildThreads | undefined }>

function partsOf({ events, rows, leases }: Runner, builds: readonly Build[], { today, target, threads }: Parting): readonly BuildPart[] {
  const models = builds.map(({ model }) => model)
  const slots = builds.map(({ model, epoch, slot }) => ({ model: model.name, epoch, slot }))
  const task = (part: number, of: number): PartTask => ({ models: slots, today, target, part: { part, of } })
  if (threads) return Array.from({ length: threads.count }, (_, part) => threads.start(task(part, threads.count)))
  return [new PartBuild({ events, rows, models, committed: () => leases.renew(builds) }, task(0, 1))]
}

/** Those in which it is worth it; without them it is one part in this process. */
async function threadsFor(runner: Runner, held: readonly Held[], target: Position | undefined): Promise<BuildThreads | undefined> {
  const { threads } = runner
  if (!threads || target === undefined) return undefined
  const models = held.map(({ model }) => model)
  return threads.areWorthIt(models, await howMany(runner, held, target)) ? threads : undefined
}

/** About how many events there are to read, by how far apart the first of them stand. */
async function howMany({ events }: Runner, builds: readonly Held[], upTo: Position): Promise<number> {
  for await (const { events: first, scannedTo } of events.readAll({ upTo, filter: { types: typesOf(builds) }, pageSize: 512 }))
    if (first.length > 0) return (first.length * Number(upTo)) / Number(scannedTo)
  return 0
}

/** All parts have read the log up to the target: the last event, and how many there were of each model. */
async function loaded(
  { onProgress, observer }: Runner,
  builds: readonly Build[],
  parts: readonly BuildPart[],
  target: Position | undefined,
  signal: AbortSignal | undefined,
): Promise<Pick<PartLoaded, 'last'> & { passed: readonly number[] }> {
  const models = builds.map(({ model }) => model.name)
  const nothing: PartProgress = { position: undefined, read: 0, passed: [] }
  const progress = parts.map(() => nothing)
  let least = nothing
  /** As far as the slowest of them. */
  const tell = () => {
    const now = progress.reduce((a, b) => (b.read < a.read ? b : a), progress[0] ?? nothing)
    if (now.read === least.read && now.position === least.position) return
    onProgress({ models, position: now.position, events: now.read - least.read })
    least = now
    for (const [i, model] of models.entries())
      observer.building?.({ model, state: 'building', position: now.position, target, events: now.passed[i] ?? 0 })
  }
  const told = await Promise.all(
    parts.map(async (part, i) => {
      const loading = part.load((now) => {
        progress[i] = now
        tell()
      })
      return (await whileWanted(loading, signal)).last
    }),
  )
  return { last: told[0], passed: least.passed }
}

/** All rows are there, and then each model's checkpoint: in one transaction with its last rows where one part has them all. */
async function finished(
  { rows }: Runner,
  builds: readonly Build[],
  parts: readonly BuildPart[],
  checkpoint: (tx: RowTransaction, one: Build) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [only] = parts
  if (parts.length === 1 && only instanceof PartBuild)
    return whileWanted(
      only.finish((tx, i) => checkpoint(tx, builds[i] as Build)),
      signal,
    )
  await Promise.all(parts.map((part) => whileWanted(part.finish(), signal)))
  for (const one of builds) await rows.transaction((tx) => checkpoint(tx, one))
}

/** Keys and indexes, sorted once when the rows are there. */
async function index(
  { rows, leases }: Runner,
  builds: readonly Build[],
  of: (model: ReadModel) => readonly Table[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const one of builds) {
    stillWanted(signal)
    const tables = of(one.model)
    if (tables.length === 0) continue
    await rows.index(one.slot, tables)
    await leases.renew([one])
  }
}

async function endOf(parts: readonly BuildPart[]): Promise<void> {
  await Promise.all(parts.map((part) => part.end()))
}

async function drop({ rows }: Runner, builds: readonly Build[]): Promise<void> {
  for (const { model, slot } of builds) await rows.dropSlot(model.name, slot)
}
