import { build, type Built } from './build.ts'
import type { Follower } from './follow.ts'
import type { Held } from './leases.ts'
import type { Lineage } from './lineage.ts'
import type { ReadModel } from './model.ts'
import { CannotFold } from './projection-error.ts'
import type { Slot } from './rows.ts'
import { isUnfinished } from './status.ts'
import { stillWanted } from './wanted.ts'
import { type Runner, type Work, workOn } from './work.ts'

export type RebuildReport = Readonly<{
  name: string
  slot: number
  events: number
  /** Per table, against the one it takes the place of; undefined when there was none. */
  difference: Readonly<Record<string, Readonly<{ missing: number; added: number; keys: readonly string[] }>>> | undefined
}>

/** Builds a copy beside the live one, compares the two, and switches: under a lease, by a name under which it can be asked for again. */
export class Rebuilding {
  readonly #runner: Runner
  readonly #follower: Follower
  readonly #lineage: Lineage

  constructor(runner: Runner, follower: Follower, lineage: Lineage) {
    this.#runner = runner
    this.#follower = follower
    this.#lineage = lineage
  }

  async rebuild(held: Held, how: Readonly<{ id?: string; signal?: AbortSignal | undefined }>): Promise<RebuildReport> {
    const { events, rows } = this.#runner
    const { model } = held
    const { name } = model
    const { id, signal } = how
    const logId = await events.logId()
    const slots = await rows.slots(name)
    const kept = id === undefined ? undefined : await rows.rebuildOf(id)
    const keptSlot = kept && slots.find(({ slot }) => slot === kept.slot)
    if (kept?.report !== undefined && !isUnfinished(keptSlot)) return kept.report as RebuildReport
    const before = slots.find(({ state }) => state === 'active')
    const comparable = before !== undefined && (await this.#comparable(before, model, logId))
    const built = (await this.#built(held, keptSlot, logId, kept?.events)) ?? (await build(this.#runner, [held], logId, { signal }))[0]
    if (!built) throw new Error(`${name} was not built`)
    const keep = async (report: RebuildReport | undefined) => {
      if (id !== undefined) await rows.keepRebuild({ id, model: name, slot: built.work.slot, events: built.events, report })
    }
    await rows.setState(name, built.work.slot, 'catching_up')
    await keep(undefined)
    try {
      return await this.#takePlace(built, comparable ? await workOn(this.#runner, held, before) : undefined, keep, signal)
    } catch (error) {
      if (signal?.aborted && id === undefined) await rows.dropSlot(name, built.work.slot)
      throw error
    }
  }

  async nextId({ name, version }: Pick<ReadModel, 'name' | 'version'>): Promise<string> {
    // The latest copy, in its place or put back: after a rollback another one is asked for.
    const copies = (await this.#runner.rows.slots(name)).filter(({ state }) => state === 'active' || state === 'retired')
    return `rebuild-${name}-v${version}-after-${Math.max(0, ...copies.map(({ slot }) => slot))}`
  }

  async rebuilt(id: string): Promise<Readonly<{ events: number; report: RebuildReport | undefined }> | undefined> {
    const { rows } = this.#runner
    const kept = await rows.rebuildOf(id)
    if (!kept) return undefined
    const slot = (await rows.slots(kept.model)).find((one) => one.slot === kept.slot)
    return { events: kept.events, report: isUnfinished(slot) ? undefined : (kept.report as RebuildReport | undefined) }
  }

  /** Whether a slot and a new one have to be equal: they are of one definition and one log, and nothing was left out. */
  async #comparable(before: Slot, model: ReadModel, logId: string): Promise<boolean> {
    return !before.failure && before.setAside === 0 && this.#lineage.isOf(before, model, logId)
  }

  /** What an earlier try has built already, if it is of this definition and this log. */
  async #built(held: Held, slot: Slot | undefined, logId: string, events = 0): Promise<Built | undefined> {
    if (!isUnfinished(slot) || slot.failure) return undefined
    return (await this.#lineage.isOf(slot, held.model, logId)) ? { work: await workOn(this.#runner, held, slot), events } : undefined
  }

  /** Catches up what was built and what it is compared with, and only then switches. `keep` is told before, so that nothing is lost between. */
  async #takePlace(
    { work, events }: Built,
    old: Work | undefined,
    keep: (report: RebuildReport) => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<RebuildReport> {
    const { rows, observer } = this.#runner
    const { model, slot, epoch } = work
    const target = await this.#runner.events.head()
    const tell = (state: 'catching_up' | 'ready') => observer?.building?.({ model: model.name, state, position: work.position, target, events })
    tell('catching_up')
    const both = old ? [old, work] : [work]
    await this.#follower.toHead(both, signal)
    await this.#follower.passTime(both)
    if (work.stopped) throw new CannotFold(model.name, (await rows.slots(model.name)).find((one) => one.slot === slot)?.failure ?? { reason: '' })
    await rows.setState(model.name, slot, 'ready')
    const difference: Record<string, { missing: number; added: number; keys: readonly string[] }> = {}
    if (old && !old.stopped)
      for (const table of model.tables) {
        stillWanted(signal)
        difference[table.name] = await rows.difference(table, slot, old.slot)
      }
    const report = { name: model.name, slot, events, difference: old ? difference : undefined }
    stillWanted(signal)
    await keep(report)
    await rows.activate({ model: model.name, slot, epoch }, model.tables, signal)
    tell('ready')
    return report
  }
}
