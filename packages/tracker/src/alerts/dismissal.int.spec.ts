import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters, set, VILLAGE } from '../testing/alert-town.ts'

const BILL = 'H00001.rule.medical-self-paid'
const { life, bill, billIs } = householdOf('H00001')

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-01-01', ...parameters, ...life)
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
})
afterEach(() => town.close())

const dismissed = async (countsAgain: 'newEvidence' | 'higherLevel' = 'newEvidence') => {
  const outcome = await town.tracker.actOnAlert(BILL, { type: 'DismissAlert', reason: 'knownAndCovered', countsAgain }, by('helper:a'))
  expect(outcome).toMatchObject({ ok: true })
}
const steps = () => town.steps(BILL)
const DISMISSED = ['2024-05-06 Raised', '2024-05-06 Dismissed'] as const
const alert = (asked = {}) => town.tracker.alert(BILL, asked)

/** The event that reported a bill, of those behind the alert, and that it was none. */
async function withdrawn(on: string): Promise<AnyCommand> {
  const reverses = (await alert()).reason?.facts.find((fact) => fact.on === on)?.event ?? ''
  return { type: 'WithdrawReport', data: { registeredIn: VILLAGE, household: 'H00001', reverses, reason: 'mistaken' } } as AnyCommand
}

describe('a person’s dismissal', () => {
  beforeEach(() => dismissed())

  it('says which evidence would count', async () => {
    const { countsAgain, again } = await alert()
    expect(countsAgain).toBe('newEvidence')
    expect(again).toEqual({
      zh: '已知的 1 个事件之外有新证据（如医疗费用）时再次提出',
      en: 'raised again by evidence that is not among the 1 events known (such as: medical bill)',
    })
  })

  it('holds for the same evidence, whatever the day, also when the same is judged by another threshold', async () => {
    await town.known('2024-05-20', set('SetThreshold', { name: 'medicalOrdinary', value: 1_000_000, unit: 'fen', from: '2024-05-20' }))
    expect(await town.asked('2024-06-20')).toMatchObject({ commands: 0 })
    expect(await steps()).toEqual(DISMISSED)
  })

  it('holds until a fact comes that was true before and is known only now: then both days are told', async () => {
    await town.known('2024-05-20', bill('2024-04-10', 'B0'))
    await town.asked('2024-05-20')
    expect(await steps()).toEqual([...DISMISSED, '2024-05-20 Reopened'])
    expect(await alert()).toMatchObject({ episode: 2, status: 'raised', firstSignOn: '2024-04-10', raisedOn: '2024-05-20', again: null })
    expect((await alert()).reason?.facts.map(({ on, knownAt }) => [on, knownAt])).toEqual([
      ['2024-04-10', '2024-05-20T04:00:00.000Z'],
      ['2024-05-02', '2024-05-06T04:00:00.000Z'],
    ])
    // What was true by the 10th is what people had said by then.
    expect(await alert({ asOf: '2024-05-10' })).toMatchObject({ episode: 1, status: 'dismissed' })
  })

  it('holds until its evidence is corrected and speaks still; where it speaks no more, nothing is said', async () => {
    await town.known('2024-05-20', billIs('B1', 50_000))
    await town.asked('2024-05-20')
    expect(await steps()).toEqual([...DISMISSED, '2024-05-20 Reopened'])
    await town.known('2024-05-22', billIs('B1', 100))
    await town.asked('2024-05-22')
    expect(await steps()).toEqual([...DISMISSED, '2024-05-20 Reopened', '2024-05-22 Withdrawn'])
  })

  it('is not touched by a correction after which nothing speaks, and the next bill raises it again', async () => {
    await town.known('2024-05-20', billIs('B1', 100))
    await town.asked('2024-05-20')
    expect(await steps()).toEqual(DISMISSED)
    await town.known('2024-05-25', bill('2024-05-24', 'B2'))
    await town.asked('2024-05-25')
    expect(await steps()).toEqual([...DISMISSED, '2024-05-25 Reopened'])
  })

  it('holds again when the evidence that raised it anew is withdrawn, until there is other evidence', async () => {
    await town.known('2024-05-10', bill('2024-05-09', 'B2'))
    await town.asked('2024-05-10')
    const { position } = await town.tracker.alerts()
    await town.known('2024-05-12', await withdrawn('2024-05-09'))
    await town.asked('2024-05-12')
    expect(await steps()).toEqual([...DISMISSED, '2024-05-10 Reopened', '2024-05-12 Withdrawn'])
    expect(await town.asked('2024-05-30')).toMatchObject({ commands: 0 })
    expect(await alert()).toMatchObject({ status: 'withdrawn', countsAgain: 'newEvidence' })
    // What was known between them is told as it was.
    expect(await alert({ knownAt: String(position) })).toMatchObject({ episode: 2, status: 'raised' })
    await town.known('2024-05-31', bill('2024-05-30', 'B3'))
    await town.asked('2024-05-31')
    expect((await steps()).at(-1)).toBe('2024-05-31 Reopened')
  })

  it('a risk that a visit found is no more taken back with the evidence that led there', async () => {
    await town.known('2024-05-10', bill('2024-05-09', 'B2'))
    await town.asked('2024-05-10')
    await town.tracker.actOnAlert(BILL, { type: 'AnswerAlert', found: 'atRisk' }, by('helper:a'))
    await town.known('2024-05-12', await withdrawn('2024-05-09'))
    await town.asked('2024-05-12')
    expect(await alert()).toMatchObject({ status: 'answered', found: 'atRisk' })
  })

  it('given a machine that was off, then what came and was taken back between is said with its own days', async () => {
    const first = await withdrawn('2024-05-02')
    await town.known('2024-05-08', first)
    await town.known('2024-05-10', bill('2024-05-09', 'B2'))
    await town.asked('2024-05-14')
    expect(await steps()).toEqual([...DISMISSED, '2024-05-10 Reopened', '2024-05-13 Escalated'])
  })
})

describe('a dismissal until the level is higher', () => {
  it('is refused where there is no higher one', async () => {
    const act = { type: 'DismissAlert', reason: 'seasonal', countsAgain: 'higherLevel' } as const
    expect(await town.tracker.actOnAlert(BILL, act, by('helper:a'))).toMatchObject({ ok: false, refused: 'alert.nothing-higher' })
  })

  it('holds whatever more of the same comes, until it is graver', async () => {
    await town.known('2024-05-07', set('AdoptRule', { rule: 'medical-self-paid', level: 2, sign: 'strong', from: '2024-05-07' }))
    const other = householdOf('H00002')
    const OTHER = 'H00002.rule.medical-self-paid'
    await town.known('2024-05-07', ...other.life, other.bill('2024-05-06'))
    await town.asked('2024-05-07')
    await town.tracker.actOnAlert(OTHER, { type: 'DismissAlert', reason: 'seasonal', countsAgain: 'higherLevel' }, by('helper:a'))
    expect((await town.tracker.alert(OTHER)).again).toEqual({ zh: '高于 2 级时再次提出', en: 'raised again at a level above 2' })
    await town.known('2024-05-10', other.bill('2024-05-09', 'B2'))
    await town.asked('2024-05-10')
    expect(await town.steps(OTHER)).toEqual(['2024-05-07 Raised', '2024-05-07 Dismissed'])
    await town.known('2024-05-12', set('AdoptRule', { rule: 'medical-self-paid', level: 3, sign: 'strong', from: '2024-05-12' }))
    await town.asked('2024-05-12')
    expect(await town.steps(OTHER)).toEqual(['2024-05-07 Raised', '2024-05-07 Dismissed', '2024-05-12 Reopened'])
  })
})
