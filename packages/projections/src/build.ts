import type { Position } from '@rural-tracker/event-store'
import type { Poison } from './event.ts'
import { Ahead } from './ahead.ts'
import type { Held } from './leases.ts'
import type { Loader } from './model.ts'
import { DecodedPage } from './page.ts'
import { failureOf, poisoned } from './projection-error.ts'
import type { LastEvent, RowTransaction } from './rows.ts'
import { lastOf, type Runner, typesOf, type Work, workOn } from './work.ts'

/**
 * What is decoded at once in a build. Small, so that the garbage dies young: with pages of 4,096 a rebuild spent a fifth of its time on it. No
 * smaller, because each page asks the log anew: pages of 128 took a twentieth longer.
 */
const PAGE = 512
const PAGES_A_COMMIT = 16

type Build = Held & { readonly slot: number; readonly loader: Loader; events: number }
type Read = { last: LastEvent | undefined; poison: Readonly<{ model: string; poison: Poison }> | undefined }

/** A slot that has seen the log up to the head of the moment in which its build began. */
export type Built = Readonly<{ work: Work; events: number }>

/**
 * Builds models beside the live ones, all in one pass over the log.
 *
 * @throws ProjectionError when an event cannot be folded: nothing of the build is left.
 */
export async function build(runner: Runner, held: readonly Held[], logId: string): Promise<readonly Built[]> {
  const { rows, events, leases } = runner
  const today = runner.today()
  const target = await events.head()
  const builds = await begin(runner, held, logId, today)
  const { last, poison } = await load(runner, builds, target)
  if (poison) {
    for (const { model, slot } of builds) await rows.dropSlot(model.name, slot)
    throw poisoned(poison.model, failureOf(poison.poison))
  }
  const done: Built[] = []
  for (const one of builds) {
    const { model, epoch, slot, loader } = one
    await rows.index(slot, model.tables)
    await leases.renew([one])
    await rows.transaction(async (tx) => {
      await loader.finish(tx)
      await tx.checkpoint({ model: model.name, slot, epoch, from: undefined, to: target, lastEvent: last, derivedFor: today })
    })
    done.push({ events: one.events, work: await workOn(runner, one, { slot, position: target, derivedFor: today, setAside: 0 }) })
  }
  return done
}

/** Empty slots; what an earlier build left unfinished goes. */
async function begin({ rows }: Runner, held: readonly Held[], logId: string, today: string): Promise<Build[]> {
  const builds: Build[] = []
  for (const { model, epoch } of held) {
    for (const left of await rows.slots(model.name)) {
      if (left.state !== 'active' && left.state !== 'retired') await rows.dropSlot(model.name, left.slot)
    }
    const slot = await rows.createSlot({ model: model.name, version: model.version, hash: model.hash, logId, tables: model.tables })
    builds.push({ model, epoch, slot, loader: model.load(slot, { today }), events: 0 })
  }
  return builds
}

/** Gives every loader the log up to the target, or up to the first event that one of them cannot read. */
async function load({ events, rows, leases, onProgress, observer }: Runner, builds: readonly Build[], target: Position | undefined): Promise<Read> {
  const read: Read = { last: undefined, poison: undefined }
  if (target === undefined) return read
  const models = builds.map(({ model }) => model.name)
  const enough = new AbortController()
  const pages = new Ahead(events.readAll({ upTo: target, filter: { types: typesOf(builds) }, pageSize: PAGE, signal: enough.signal }))
  /**
   * False when none comes soon. A call of its own for each page: a call that lasts as long as a commit grows old, and when it is over, what it still
   * points at (a page) is kept until the old are collected. That was a sixth of all pages, and of the time.
   */
  const onePage = async (tx: RowTransaction): Promise<boolean> => {
    const page = await pages.soon()
    if (!page) return false
    const { events: stored, scannedTo: position } = page
    const decoded = new DecodedPage(stored)
    read.last = lastOf(stored) ?? read.last
    for (const one of builds) {
      const own = decoded.for(one.model, undefined, NONE)
      if (own.poison) read.poison ??= { model: one.model.name, poison: own.poison }
      one.events += own.events.length
      if (own.events.length > 0) await one.loader.add(tx, own.events)
    }
    onProgress({ models, position, events: stored.length })
    for (const one of builds) observer.building?.({ model: one.model.name, state: 'building', position, target, events: one.events })
    return !read.poison
  }
  const oneCommit = async (tx: RowTransaction): Promise<void> => {
    for (let page = 0; page < PAGES_A_COMMIT; page++) if (!(await onePage(tx))) return
  }
  try {
    while (!read.poison && (await pages.there())) {
      await rows.transaction(oneCommit)
      await leases.renew(builds)
    }
  } finally {
    enough.abort()
  }
  return read
}

const NONE: ReadonlySet<string> = new Set()
