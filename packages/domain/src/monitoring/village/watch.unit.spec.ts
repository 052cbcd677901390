import { describe, expect, it } from 'vitest'
import { lastInForce, type ParameterFact, type ParameterLookUp } from '../../parameter/look-up.ts'
import { adoption, parameter, VILLAGE } from '../../testing/rule-scenario.ts'
import { plusDays } from '../../values/calendar.ts'
import type { Cause, KnownVillageFact } from './facts.ts'
import { villageViewOf } from './facts.ts'
import { checkVillage, villageFinding } from './judge.ts'
import { villageWatch, type Watch } from './watch.ts'

const LIMITS = [
  adoption('village-watch', { sign: 'process' }),
  parameter('threshold.watchDays', { name: 'watchDays', value: 30, unit: 'day' }),
  parameter('threshold.watchHouseholds', { name: 'watchHouseholds', value: 5, unit: 'count' }),
  parameter('threshold.watchPercent', { name: 'watchPercent', value: 5, unit: 'percent' }),
]
const DAY = '2022-06-30'

let known = 0
function fact<K extends KnownVillageFact['kind']>(kind: K, on: string, body: KnownVillageFact<K>['body']): KnownVillageFact {
  known++
  const eventId = `${kind} ${body.household} ${on}`
  return { kind, subject: VILLAGE, on, body, eventId, position: known, n: 0, knownAt: `${on}T08:00:00.000Z` } as unknown as KnownVillageFact
}
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `H${10_001 + i}`)
const living = (count: number) => numbers(count).map((household) => fact('villageHousehold', '2019-01-01', { household, comes: true }))
const leaves = (household: string, on: string) => fact('villageHousehold', on, { household, comes: false })
const sign = (household: string, on: string, ...causes: readonly Cause[]) => fact('villageSign', on, { household, causes })
/** One sign each of so many households. */
const signs = (count: number, on: string, ...causes: readonly Cause[]) => numbers(count).map((household) => sign(household, on, ...causes))

function asked(facts: readonly KnownVillageFact[], day = DAY, parameters: readonly ParameterFact[] = LIMITS) {
  const lookUp = ((kind, on) =>
    lastInForce(
      parameters.filter((one) => one.kind === kind).map((one) => ({ from: one.on, to: one.body.to, one })),
      on,
    )?.one) as ParameterLookUp
  const stood = facts.filter(({ on }) => on <= day).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.position - b.position))
  const view = villageViewOf(VILLAGE, stood, lookUp, day)
  const checked = checkVillage(view)
  return { checked, finding: villageFinding(view, checked), watch: checked.values as Watch | undefined }
}
const numbersIn = (text: string) => (text.match(/\d[\d,.-]*\d|\d/g) ?? []).sort()

describe('the watch of a village: ≥ 5 households or 5 % of it, or of one cause, in 30 days', () => {
  it('given signs of 5 of 200 households, then it fires; of 4, then it is silent', () => {
    const { finding } = asked([...living(200), ...signs(5, '2022-06-10', 'illness')])
    expect(finding).toMatchObject({
      rule: 'village-watch',
      outcome: 'fired',
      level: 2,
      sign: 'process',
      message: {
        zh: '30 天内 5 户出现风险信号（其中因病 5 户），占本村 200 户的 2.5%，≥ 5 户或 5%（全国 2019）',
        en: "5 households with signs in 30 days (illness: 5), 2.5 % of the village's 200; ≥ 5 households or 5 % (nation 2019)",
      },
      clearedBy: { zh: '信号撤销，或自 2022-07-10 起最早的信号不再计入' },
    })
    expect(finding.clauses.map(({ holds, value }) => [holds, value])).toEqual([
      [true, 5],
      [false, 2.5],
      [true, 5],
      [false, 2.5],
    ])
    const silent = asked([...living(200), ...signs(4, '2022-06-10', 'illness')]).finding
    expect(silent).toMatchObject({ outcome: 'silent', fired: false, clearedBy: { zh: '30 天内有信号的户达到 5 户或 5%（全国 2019）' } })
    expect(silent.message.zh).toBe('30 天内 4 户出现风险信号，占本村 200 户的 2%，不到 5 户或 5%（全国 2019）')
  })

  it('given signs of 3 of 60 households, then the 5 % of it fire; of 2, or of 3 of 61, then not', () => {
    expect(asked([...living(60), ...signs(3, '2022-06-10', 'accident')]).finding.outcome).toBe('fired')
    expect(asked([...living(60), ...signs(2, '2022-06-10', 'accident')]).finding.outcome).toBe('silent')
    const { finding } = asked([...living(61), ...signs(3, '2022-06-10', 'accident')])
    expect(finding.outcome).toBe('silent')
    expect(finding.message.zh).toContain('占本村 61 户的 4.9%')
  })

  it('given a cause that reaches a limit by itself, then it is named, and a cause that does not is only a clause', () => {
    const facts = [...living(200), ...signs(6, '2022-06-04', 'flood', 'disaster'), sign('H10190', '2022-06-08', 'illness')]
    const { finding, watch } = asked(facts)
    expect(watch).toMatchObject({
      households: 7,
      base: 200,
      fired: [
        { cause: 'disaster', households: 6 },
        { cause: 'flood', households: 6 },
      ],
      first: '2022-06-04',
      last: '2022-06-08',
    })
    expect(finding.message.zh).toContain('7 户出现风险信号（其中洪涝 6 户），占本村 200 户的 3.5%')
    expect(finding.clauses.map(({ text, holds }) => `${text.zh} ${holds}`)).toContain('因病 1 户 < 5 户 false')
  })

  it('given floods and droughts, then natural disasters together are a cause of their own', () => {
    const drought = ['H10101', 'H10102'].map((household) => sign(household, '2022-06-09', 'drought', 'disaster'))
    const { finding } = asked([...living(200), ...signs(3, '2022-06-04', 'flood', 'disaster'), ...drought])
    expect(finding.message.zh).toContain('（其中自然灾害 5 户）')
  })

  it('given no cause reaches a limit but all together do, then no cause is named', () => {
    const mixed = (['illness', 'schooling', 'accident', 'unstableJob', 'unspecified'] as const).map((cause, i) =>
      sign(`H1000${i + 1}`, '2022-06-10', cause),
    )
    const { finding, watch } = asked([...living(200), ...mixed])
    expect(finding.message.zh).toBe('30 天内 5 户出现风险信号，占本村 200 户的 2.5%，≥ 5 户或 5%（全国 2019）')
    expect(watch?.fired).toEqual([])
  })

  it('given several signs of one household, then it counts once', () => {
    const facts = [
      ...living(200),
      ...signs(4, '2022-06-10', 'illness'),
      sign('H10001', '2022-06-11', 'accident'),
      sign('H10001', '2022-06-12', 'illness'),
    ]
    expect(asked(facts)).toMatchObject({ finding: { outcome: 'silent' }, watch: { households: 4 } })
  })

  it('given the edges of the window, then the sign of 29 days before counts, that of 30 days before no more, that of tomorrow not yet', () => {
    const others = [...living(200), ...signs(4, '2022-06-20', 'illness')]
    const with_ = (on: string) => asked([...others, sign('H10050', on, 'illness')]).finding.outcome
    expect(with_('2022-06-01')).toBe('fired')
    expect(with_('2022-05-31')).toBe('silent')
    expect(with_('2022-06-30')).toBe('fired')
    expect(with_('2022-07-01')).toBe('silent')
  })

  it('next change: nothing of it changes before the day on which the earliest sign counts no more', () => {
    const facts = [...living(200), ...signs(5, '2022-06-10', 'illness'), sign('H10100', '2022-06-12', 'accident')]
    const first = asked(facts)
    expect(first.checked.nextChangeOn).toBe('2022-07-10')
    for (let day = DAY; day < '2022-07-10'; day = plusDays(day, 1)) expect(asked(facts, day).finding).toEqual(first.finding)
    expect(asked(facts, '2022-07-10').finding.outcome).toBe('silent')
  })

  it('given nobody lives there, then it is silent whoever had signs; who moved away or was closed is not counted among those who live there', () => {
    expect(asked(signs(9, '2022-06-10', 'illness')).finding).toMatchObject({ outcome: 'silent', message: { zh: '村内没有户' } })
    const gone = numbers(40).map((household) => leaves(household, '2022-06-01'))
    const { watch } = asked([...living(100), ...gone, sign('H10099', '2022-06-10', 'illness')])
    expect(watch?.base).toBe(60)
    const back = fact('villageHousehold', '2022-06-05', { household: 'H10001', comes: true })
    expect(asked([...living(100), ...gone, back]).watch?.base).toBe(61)
  })

  it('given no sign at all, then not even a limit of nought is reached', () => {
    const none = parameter('threshold.watchHouseholds', { name: 'watchHouseholds', value: 0, unit: 'count' })
    const limits = [...LIMITS.filter(({ kind }) => kind !== none.kind), none]
    expect(asked(living(10), DAY, limits).finding.outcome).toBe('silent')
    expect(asked([...living(200), ...signs(1, DAY, 'illness')], DAY, limits).finding.outcome).toBe('fired')
  })

  it.each([
    ['rule.village-watch', '示范 2022 年未启用本规则', 'rule not in force in demonstration 2022'],
    ['threshold.watchDays', '未设定示范 2022 年的规模性返贫监测天数', 'no days of the village watch set for demonstration 2022'],
    ['threshold.watchHouseholds', '未设定示范 2022 年的规模性返贫监测户数', 'no households of the village watch set for demonstration 2022'],
    ['threshold.watchPercent', '未设定示范 2022 年的规模性返贫监测比例', 'no share of the village watch set for demonstration 2022'],
  ])('given %s is not set, then it says so and does not fire', (kind, zh, en) => {
    const rest = LIMITS.filter((one) => one.kind !== kind)
    const { finding } = asked([...living(200), ...signs(9, '2022-06-10', 'illness')], DAY, rest)
    expect(finding).toMatchObject({ outcome: 'notSet', fired: false, message: { zh, en }, missing: [{ zh, en }] })
  })

  it('given other limits from a later day on, then each day is held against its own', () => {
    const later = parameter(
      'threshold.watchHouseholds',
      { name: 'watchHouseholds', value: 8, unit: 'count' },
      { from: '2022-06-25', assumption: true },
    )
    const facts = [...living(200), ...signs(6, '2022-06-10', 'illness')]
    expect(asked(facts, '2022-06-24', [...LIMITS, later]).finding.outcome).toBe('fired')
    const { finding } = asked(facts, '2022-06-25', [...LIMITS, later])
    expect(finding.outcome).toBe('silent')
    expect(finding.message.zh).toContain('不到 8 户（全国 2022；假定）或 5%（全国 2019）')
    expect(finding.events).toContain('threshold.watchHouseholds 2022-06-25')
  })

  it('given the answer, then both languages hold the same numbers, the events are the signs and the three parameters, and nobody is named', () => {
    for (const count of [0, 2, 7]) {
      const { finding } = asked([...living(100), ...signs(count, '2022-06-10', 'flood', 'disaster')])
      for (const { zh, en } of [finding.message, finding.clearedBy, ...finding.clauses.map(({ text }) => text)]) {
        expect(numbersIn(en)).toEqual(numbersIn(zh))
        expect(`${zh}${en}`).not.toMatch(/\b[HP]\d{5}|undefined|NaN/)
        expect(zh.replaceAll('规模性返贫', '')).not.toContain('返贫')
      }
      expect(finding.events).toHaveLength(count + 3)
    }
    expect(villageWatch.title.zh).toBe('规模性返贫风险监测')
  })
})
