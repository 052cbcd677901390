import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters, VILLAGE } from '../testing/alert-town.ts'

const BILL = 'H00001.rule.medical-self-paid'
const { life, bill, billIs } = householdOf('H00001')

let town: Awaited<ReturnType<typeof alertTown>>
let tracker: typeof town.tracker
/** Where the log ended, and when it was, before the visit was told. */
let before: { position: string; instant: string }
beforeEach(async () => {
  town = await alertTown()
  tracker = town.tracker
  await town.known('2024-01-01', ...parameters, ...life)
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
  await town.asked('2024-05-09')
  const { position } = await tracker.alerts()
  before = { position: String(position), instant: new Date().toISOString() }
  // The visit of the 7th is told on the 10th.
  town.today('2024-05-10')
  await after(before.instant)
  await tracker.actOnAlert(BILL, { type: 'AnswerAlert', found: 'noRisk' }, { ...by('helper:a'), on: '2024-05-07' })
})
afterEach(() => town.close())

/** Until the clock of the log has moved on. */
async function after(instant: string): Promise<void> {
  while (new Date().toISOString() <= instant) await new Promise(setImmediate)
}
const status = async (asked: Parameters<typeof tracker.alert>[1]) => {
  const { status: is, stage, respondBy, history } = await tracker.alert(BILL, asked)
  return [is, stage, respondBy, history.length]
}

describe('alerts on both clocks', () => {
  it('known at the head they are as they stand now', async () => {
    const live = await tracker.alerts({ past: true })
    const { rows, total } = await tracker.alerts({ past: true, knownAt: String(live.position) })
    expect({ rows, total }).toEqual({ rows: live.rows, total: live.total })
    expect(await status({ knownAt: String(live.position) })).toEqual(await status({}))
    expect(await status({})).toEqual(['cleared', 'town', null, 3])
  })

  it.each(['position', 'instant'] as const)('known before the answer was told, by %s, the alert is open and nobody has answered', async (how) => {
    const knownAt = before[how]
    expect((await tracker.alerts({ knownAt })).rows).toMatchObject([{ alert: BILL, status: 'raised', stage: 'town', found: null }])
    expect(await status({ knownAt })).toEqual(['raised', 'town', '2024-05-12', 2])
    expect((await tracker.alerts()).total).toBe(0)
  })

  it('as of the day of the visit it was answered, and had not been passed up yet', async () => {
    expect(await status({ asOf: '2024-05-08' })).toEqual(['cleared', 'village', null, 2])
    expect(await status({ asOf: '2024-05-08', knownAt: before.position })).toEqual(['raised', 'village', '2024-05-08', 1])
  })

  it('before it was raised there is none, and that is told', async () => {
    expect(await tracker.alerts({ past: true, asOf: '2024-05-05' })).toMatchObject({ asOf: '2024-05-05', knownAt: null, total: 0 })
    await expect(tracker.alert(BILL, { asOf: '2024-05-05' })).rejects.toMatchObject({ code: 'alert.unknown' })
    await expect(tracker.alert('张三.rule.drop-out', { asOf: '2024-05-05' })).rejects.not.toThrow(/张三/)
  })

  it('a visit told of an episode that had not begun by then is no part of what was', async () => {
    await town.known('2024-05-20', bill('2024-05-18', 'B2'))
    await town.asked('2024-05-20')
    await tracker.actOnAlert(BILL, { type: 'AnswerAlert', found: 'atRisk' }, { ...by('helper:a'), on: '2024-05-07' })
    expect(await tracker.alert(BILL, { asOf: '2024-05-08' })).toMatchObject({ episode: 1, status: 'cleared', found: 'noRisk' })
    expect(await tracker.alert(BILL)).toMatchObject({ episode: 2, status: 'answered', found: 'atRisk' })
  })

  it('filters, order and pages are those of today’s question', async () => {
    const others = ['H00002', 'H00003'].map((one) => householdOf(one))
    await town.known('2024-05-11', ...others.flatMap((one) => [...one.life, one.bill('2024-05-10', `B${one.life.length}`)]))
    await town.known('2024-05-11', billIs('B1', 40_000))
    await town.asked('2024-05-11')
    await tracker.actOnAlert('H00003.rule.medical-self-paid', { type: 'AcknowledgeAlert' }, by('helper:a'))
    const { position } = await tracker.alerts()
    for (const question of [
      { sort: 'village' },
      { sort: 'respondBy', past: true },
      { sort: 'raisedOn', limit: 1, offset: 1 },
      { status: 'acknowledged' },
      { household: 'H00002' },
      { division: VILLAGE, level: 3 },
      { dueBefore: '2024-05-14' },
      { stage: 'town' },
      { weekly: true },
      { cause: 'rule.drop-out' },
    ] as const) {
      const { rows, total } = await tracker.alerts({ ...question, knownAt: String(position) })
      const live = await tracker.alerts(question)
      expect({ question, rows, total }).toEqual({ question, rows: live.rows, total: live.total })
    }
  })
})
