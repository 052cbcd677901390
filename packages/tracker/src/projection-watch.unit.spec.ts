import type { ModelStatus } from '@rural-tracker/projections'
import { describe, expect, it } from 'vitest'
import { ProjectionWatch } from './projection-watch.ts'

const NOW = Date.parse('2026-01-05T08:00:00.000Z')
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString()
const position = (n: number) => BigInt(n) as NonNullable<ModelStatus['position']>
const model = (own: Partial<ModelStatus> = {}): ModelStatus => ({
  name: 'risks',
  version: 2,
  state: 'active',
  position: position(7),
  eventId: 'e7',
  movedAt: at(0),
  behindSeconds: 0,
  setAside: 0,
  failure: undefined,
  ...own,
})

/** A watch at so many seconds after it began. */
const watchAt = (seconds: number, tell: (watch: ProjectionWatch) => void = () => {}) => {
  let now = NOW
  const watch = new ProjectionWatch(() => now)
  tell(watch)
  now += seconds * 1_000
  return (own: Partial<ModelStatus> = {}) => watch.healthOf([model(own)])
}
const stateOf = (health: ReturnType<ReturnType<typeof watchAt>>) => [health.ready, health.projections[0]?.state]

describe('the health of a read model', () => {
  it('given one at the head, then it is active and ready, however long ago it moved', () => {
    expect(stateOf(watchAt(600)())).toEqual([true, 'active'])
  })

  it('given one that is behind and moves, then it is catching up and ready', () => {
    expect(stateOf(watchAt(600)({ behindSeconds: 300, movedAt: at(590) }))).toEqual([true, 'catching_up'])
  })

  it('given one for which something has waited for more than a minute while nothing moved, then it is stalled, with position and event', () => {
    const health = watchAt(61)({ behindSeconds: 61 })
    expect(stateOf(health)).toEqual([false, 'stalled'])
    expect(health.projections[0]).toMatchObject({ position: '7', eventId: 'e7', ageSeconds: 61 })
  })

  it('given the first event after a quiet hour, or a process that has just begun, then it is not stalled', () => {
    expect(stateOf(watchAt(3_600)({ behindSeconds: 1 }))).toEqual([true, 'catching_up'])
    expect(stateOf(watchAt(1)({ behindSeconds: 3_600, movedAt: at(-3_600) }))).toEqual([true, 'catching_up'])
  })

  it('given one that stopped at an event, then it is failed and not ready, and the answer holds the place and not the reason', () => {
    const health = watchAt(1)({ state: 'failed', failure: { position: '8', eventId: 'e8', stream: 's', reason: '张三' } })
    expect(stateOf(health)).toEqual([false, 'failed'])
    expect(health.projections[0]?.stoppedAt).toEqual({ position: '8', eventId: 'e8' })
    expect(JSON.stringify(health)).not.toContain('张三')
  })

  it('given one that is not there yet, then it is not ready; with nothing heard of its build for a minute it is stalled', () => {
    const missing = { state: 'missing', position: undefined, eventId: undefined, movedAt: undefined } as const
    expect(stateOf(watchAt(1)(missing))).toEqual([false, 'catching_up'])
    expect(stateOf(watchAt(61)(missing))).toEqual([false, 'stalled'])
  })

  it('given a build, then its part is told until it is in place', () => {
    const told = { model: 'risks', position: position(30), target: position(120), events: 10 }
    const building = watchAt(1, ({ observer }) => observer.building?.({ ...told, state: 'building' }))()
    expect(building.projections[0]).toMatchObject({ state: 'building', rebuilt: 0.25 })
    const done = watchAt(1, ({ observer }) => {
      observer.building?.({ ...told, state: 'building' })
      observer.building?.({ ...told, state: 'ready' })
    })()
    expect(done.projections[0]).toMatchObject({ state: 'active', rebuilt: null })
  })

  it('given a database that is away or another process that took over, then that is told until something is committed again', () => {
    const behind = { behindSeconds: 2 }
    const committed = { model: 'risks', version: 2, events: 1, pages: 1, seconds: 0.1, position: position(8) }
    expect(stateOf(watchAt(1, ({ observer }) => observer.retrying?.('rows.unavailable'))(behind))).toEqual([true, 'failing'])
    expect(stateOf(watchAt(1, ({ observer }) => observer.fenced?.('risks'))(behind))).toEqual([true, 'fenced'])
    const heard: number[] = []
    const again = watchAt(1, (watch) => {
      const end = watch.listen({ committed: ({ events }) => heard.push(events) })
      watch.observer.retrying?.('rows.unavailable')
      watch.observer.fenced?.('risks')
      watch.observer.committed?.(committed)
      end()
      watch.observer.committed?.(committed)
    })
    expect(stateOf(again(behind))).toEqual([true, 'catching_up'])
    expect(heard).toEqual([1])
  })
})
