import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters, set, VILLAGE } from '../testing/alert-town.ts'

// “Alerts per village and month and per officer are read models”, and “the history shows both what is true and what was known”.

const HOMES = ['H00001', 'H00002', 'H00003'].map((household) => householdOf(household))
const [one, two, three] = HOMES as [(typeof HOMES)[0], (typeof HOMES)[0], (typeof HOMES)[0]]

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known(
    '2024-01-01',
    ...parameters,
    ...HOMES.flatMap(({ life }) => life),
    one.recognised('2024-01-02'),
    one.helper('2024-01-02', 'helper:a'),
  )
})
afterEach(() => town.close())

const load = async (asked: Parameters<typeof town.tracker.alertLoad>[0] = {}) =>
  (await town.tracker.alertLoad(asked)).rows.map(({ who, month, raised, answered, budget }) => [who, month, raised, answered, budget])

/** Alerts of May and June: one answered in June, one that was known only then. */
async function twoMonths(): Promise<void> {
  await town.known('2024-05-06', one.bill('2024-05-02'))
  await town.asked('2024-05-06')
  await town.known('2024-05-20', two.bill('2024-05-19'))
  await town.asked('2024-05-20')
  await town.known('2024-06-03', three.bill('2024-06-01'))
  await town.asked('2024-06-03')
  await town.tracker.actOnAlert('H00001.rule.medical-self-paid', { type: 'AnswerAlert', found: 'atRisk' }, { ...by('helper:a'), on: '2024-06-04' })
}

describe('the load of then', () => {
  it('given two months, then as of a day only what had happened by then is counted, and as of today what is kept', async () => {
    await twoMonths()
    town.today('2024-06-30')
    expect(await load({ asOf: '2024-05-19' })).toEqual([
      [VILLAGE, '2024-05', 1, 0, 2],
      ['helper:a', '2024-05', 1, 0, null],
    ])
    expect(await load({ asOf: '2024-06-03' })).toEqual([
      [VILLAGE, '2024-05', 2, 0, 2],
      [VILLAGE, '2024-06', 1, 0, 2],
      ['helper:a', '2024-05', 1, 0, null],
    ])
    expect(await load({ asOf: '2024-06-30' })).toEqual(await load())
    expect(await town.tracker.alertLoad({ asOf: '2024-05-19' })).toMatchObject({ asOf: '2024-05-19', knownAt: null })
  })

  it('given an answer that is recorded late, then what was known before it does not hold it', async () => {
    await twoMonths()
    const { position } = await town.tracker.alerts()
    await town.tracker.actOnAlert('H00002.rule.medical-self-paid', { type: 'AnswerAlert', found: 'noRisk' }, { ...by('helper:b'), on: '2024-05-21' })
    town.today('2024-06-30')
    expect(await load({ officer: 'helper:b', asOf: '2024-05-31' })).toEqual([['helper:b', '2024-05', 0, 1, null]])
    expect(await load({ officer: 'helper:b', asOf: '2024-05-31', knownAt: String(position) })).toEqual([])
  })

  it.each([
    [{ officer: 'helper:a' }],
    [{ from: '2024-06-01' }],
    [{ to: '2024-05-15' }],
    [{ division: VILLAGE, from: '2024-05-01', to: '2024-05-31' }],
    [{ division: '999001001205' }],
  ])('given %j, then it is chosen as from what is kept', async (question) => {
    await twoMonths()
    expect(await load({ ...question, asOf: '2024-06-30' })).toEqual(await load(question))
  })

  it('given a budget that was set otherwise later, then it is the one that was known then', async () => {
    await twoMonths()
    const { position } = await town.tracker.alerts()
    await town.known('2024-06-10', set('SetAlertBudget', { perVillageMonth: 7, from: '2024-05-01' }))
    expect(await load({ to: '2024-05-31', knownAt: String(position) })).toContainEqual([VILLAGE, '2024-05', 2, 0, 2])
    expect(await load({ to: '2024-05-31' })).toContainEqual([VILLAGE, '2024-05', 2, 0, 7])
  })
})

describe('a page of alerts', () => {
  it('given a first row and no number of rows, then it begins there', async () => {
    await twoMonths()
    const { rows } = await town.tracker.alerts({ sort: 'raisedOn' })
    for (const more of [{}, { asOf: '2024-06-30' }])
      expect((await town.tracker.alerts({ sort: 'raisedOn', offset: 1, ...more })).rows.map(({ alert }) => alert)).toEqual(
        rows.slice(1).map(({ alert }) => alert),
      )
  })
})
