import { aggregates } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import { rowsGiven, type Told } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { villageWatchList } from './village-watch.ts'

const given = rowsGiven(villageWatchList, aggregates)

const [HERE, THERE, ELSEWHERE] = ['999001001204', '999001001205', '999001001206'] as const
const set = (name: string, value: number, unit: string): Told => ({
  type: 'SetThreshold',
  data: { region: '999000000000', name, value, unit, from: '2019-01-01', basis: '示范', assumption: true },
})
const LIMITS: readonly Told[] = [
  {
    type: 'AdoptRule',
    data: { region: '999000000000', rule: 'village-watch', level: 2, sign: 'process', from: '2019-01-01', basis: '示范', assumption: true },
  },
  set('watchDays', 30, 'day'),
  set('watchHouseholds', 5, 'count'),
  set('watchPercent', 50, 'percent'),
]
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `H${90_001 + i}`)
const of = (type: string, household: string, more: object): Told => ({ type, data: { household, registeredIn: HERE, ...more } })
const living = (count: number) =>
  numbers(count).map((household) => of('RegisterHousehold', household, { kind: 'ordinary', occurredOn: '2019-01-01' }))
const flooded = (household: string, occurredOn = '2020-06-04') =>
  of('ReportDisasterLoss', household, { loss: 'flood', kind: 'flood', amount: 100_000, occurredOn })
/** Five of twenty households lost something in a flood: exactly the limit. */
const FLOOD = [...LIMITS, ...living(20), ...numbers(5).map((household) => flooded(household))]
const lossOf = (household: string) => {
  const n = FLOOD.findIndex(({ type, data }) => type === 'ReportDisasterLoss' && (data as { household: string }).household === household)
  return eventIdOf(`household-${HERE}-${household}`, `c${n}`, 0)
}

describe('village watch: which villages are on it', () => {
  it('given a flood that strikes five households, then their village, with what was counted and the events behind it', async () => {
    expect(await given(...FLOOD).rows('2020-06-30')).toMatchObject([
      {
        subject: HERE,
        village: HERE,
        households: 5,
        base: 20,
        causes: [
          { cause: 'disaster', households: 5 },
          { cause: 'flood', households: 5 },
        ],
        first: '2020-06-04',
        last: '2020-06-04',
        events: numbers(5).map(lossOf),
        message: { zh: '30 天内 5 户出现风险信号（其中洪涝 5 户），占本村 20 户的 25%，≥ 5 户或 50%（示范 2019；假定）' },
      },
    ])
    expect(await given(...FLOOD).rows('2020-06-03')).toEqual([])
    expect(await given(...FLOOD).rows('2020-07-03')).toHaveLength(1)
    expect(await given(...FLOOD).rows('2020-07-04')).toEqual([])
  })

  it('given one of the five losses is withdrawn, then the village is off, on earlier days too', async () => {
    const withdrawn = of('WithdrawReport', 'H90003', { reverses: lossOf('H90003'), reason: 'mistaken' })
    expect(await given(...FLOOD, withdrawn).rows('2020-06-30')).toEqual([])
    expect(await given(...FLOOD, withdrawn, flooded('H90010', '2020-06-08')).rows('2020-06-30')).toMatchObject([{ households: 5 }])
  })

  it('given a sign is withdrawn after its household has moved, then it is gone from the village where it was counted', async () => {
    const moved = of('MoveHousehold', 'H90003', { to: THERE, occurredOn: '2020-06-10' })
    expect(await given(...FLOOD, moved).rows('2020-06-30')).toMatchObject([{ village: HERE, households: 5, base: 19 }])
    const withdrawn = of('WithdrawReport', 'H90003', { reverses: lossOf('H90003'), reason: 'mistaken' })
    expect(await given(...FLOOD, moved, withdrawn).rows('2020-06-30')).toEqual([])
  })

  it('given each kind of sign, then it counts under its cause', async () => {
    const told: readonly Told[] = [
      of('ReportRisk', 'H90001', { risk: 'schooling', occurredOn: '2020-06-01' }),
      of('ReportAccident', 'H90002', { accident: 'a', kind: 'work', amount: 0, occurredOn: '2020-06-01' }),
      of('ReportBusinessFailure', 'H90003', { business: 'b', branch: 'breeding', cause: 'disease', amount: 0, occurredOn: '2020-06-01' }),
      of('LoseJob', 'H90004', { person: 'P90004', occurredOn: '2020-06-01' }),
      of('RegisterClue', 'H90005', { clue: 'c1', source: 'cadreCheck', risks: [], filedBy: 'other', evidence: [], occurredOn: '2020-06-01' }),
    ]
    const lowered = { ...set('watchHouseholds', 1, 'count') }
    const limits = [...LIMITS.filter(({ data }) => (data as { name?: string }).name !== 'watchHouseholds'), lowered]
    const rows = await given(...limits, ...living(20), ...told).rows('2020-06-01')
    const causes = ['accident', 'businessFailure', 'schooling', 'unspecified', 'unstableJob']
    expect(rows).toMatchObject([{ households: 5, causes: causes.map((cause) => ({ cause, households: 1 })) }])
  })

  it('given households come and go, then the share is of those who live there on the day', async () => {
    const four = [...LIMITS, ...living(9), ...numbers(4).map((household) => flooded(household))]
    expect(await given(...four).rows('2020-06-30')).toEqual([])
    const moved = of('MoveHousehold', 'H90009', { to: ELSEWHERE, occurredOn: '2020-06-10' })
    expect(await given(...four, moved).rows('2020-06-09')).toEqual([])
    expect(await given(...four, moved).rows('2020-06-10')).toMatchObject([{ households: 4, base: 8 }])
    const closed = of('CloseHousehold', 'H90009', { reason: 'movedAway', occurredOn: '2020-06-12' })
    expect(await given(...four, closed).rows('2020-06-12')).toMatchObject([{ base: 8 }])
    const back = of('WithdrawClosing', 'H90009', {
      reverses: eventIdOf(`household-${HERE}-H90009`, `c${four.length}`, 0),
      reason: 'mistaken',
    })
    expect(await given(...four, closed, back).rows('2020-06-12')).toEqual([])
  })

  it('given nobody has adopted the rule there, or a limit is not set, then no village', async () => {
    for (const left of LIMITS) expect(await given(...FLOOD.filter((told) => told !== left)).rows('2020-06-30')).toEqual([])
  })
})
