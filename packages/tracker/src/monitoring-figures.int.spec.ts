import { aggregates, indicators } from '@rural-tracker/domain'
import { type Command, createImporter, eventIdOf, openMemoryStore } from '@rural-tracker/event-store'
import { Projector, type RowStore } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import {
  contributions,
  divisionSuccession,
  type FigureQuestion,
  figures,
  monitoringList,
  publishedFigures,
  traceFigure,
} from '@rural-tracker/read-models'
import { describe, expect, it } from 'vitest'

const [HERE, THERE] = ['431224105201', '431224105202']
type Said = Readonly<{ type: string; data: object; actor?: string; knownAt?: string }>

/** Commands as they are said, each known on its own day unless said otherwise. */
function commandsOf(said: readonly Said[]): Command[] {
  return said.map(({ type, data, actor = 'town:office', knownAt = '2026-06-01T00:00:00.000Z' }, i) => ({
    ...{ commandId: `c${i + 1}`, actor, source: 'import:test', knownAt, type },
    data: data as Command['data'],
  }))
}

/** The read models of these commands, and which command each event is from. What is refused in consequence of another is left out. */
async function written(commands: readonly Command[], onRefusal: (command: Command, code: string) => void = () => {}) {
  const store = openMemoryStore()
  const rows = openSqliteRows(':memory:')
  await createImporter({ store, aggregates }).import(commands, (outcome, i) => {
    if (!outcome.ok) onRefusal(commands[i] as Command, outcome.refused)
  })
  const models = [contributions, publishedFigures, divisionSuccession, monitoringList]
  await new Projector({ events: store, rows, models, owner: 'test', today: () => '2026-06-01' }).catchUp()
  const commandOf = new Map<string, string>()
  for await (const page of store.readAll()) for (const { id, metadata } of page.events) commandOf.set(id, metadata.commandId)
  return { rows, commandOf }
}

async function given(commands: readonly Command[]): Promise<RowStore> {
  const { rows } = await written(commands, ({ type }, code) => {
    throw new Error(`${type} was refused: ${code}`)
  })
  return rows
}

const OURS = indicators.map(({ id }) => id).filter((id) => /^(monitoring|recovery)\./.test(id))

/** The figures of monitoring that are not nothing; each is checked to be what its trace adds up to. */
async function asked(said: readonly Said[], question: FigureQuestion = {}): Promise<Record<string, number>> {
  const rows = await given(commandsOf(said))
  const told: Record<string, number> = {}
  for (const { indicator, value, unit } of await figures(rows, question)) {
    if (!OURS.includes(indicator)) continue
    if (value !== 0) told[indicator] = value
    const lines = await Array.fromAsync((await traceFigure(rows, indicator, question)) ?? [])
    const sum = lines.reduce((total, { contribution }) => total + contribution, 0)
    if (unit !== 'percent') expect({ indicator, value: sum }).toEqual({ indicator, value })
  }
  await rows.close()
  return told
}
const only = async (said: readonly Said[], ids: readonly string[], question?: FigureQuestion) => {
  const told = await asked(said, question)
  return Object.fromEntries(ids.map((id) => [id, told[`monitoring.${id}`] ?? 0]))
}

function household(id: string, registeredIn = HERE) {
  const of = (type: string, occurredOn: string, more: object = {}): Said => ({ type, data: { household: id, registeredIn, occurredOn, ...more } })
  const joins = (person: string) =>
    of('AddMember', '2019-01-01', { person, relation: 'head', sex: 'female', bornIn: '1970-01', reason: 'registered' })
  return {
    registered: [
      of('RegisterHousehold', '2019-01-01', { kind: 'registeredPoor' }),
      joins(`P${id.slice(1)}`),
      joins(`P9${id.slice(2)}`),
    ] as readonly Said[],
    exits: of('ExitPoverty', '2019-12-01'),
    clue: (on: string, clue: string, source = 'selfReport') =>
      of('RegisterClue', on, { clue, source, risks: ['illness'], filedBy: 'self', evidence: [] }),
    recognised: (on: string, name = 'marginal') => of('RecordRecognition', on, { scheme: '2021', class: name, risks: [{ kind: 'illness' }] }),
    eliminated: (on: string, way = 'byHelp') => of('RecordElimination', on, { way }),
    rolledBack: (on: string) => of('RollBackElimination', on, { reason: 'incomeUnstable', evidence: [] }),
    measure: (on: string, measure: string, kind: string, more: object = {}) => of('StartMeasure', on, { measure, kind, risks: [], ...more }),
    of,
    /** The event of the command with this number in the whole story. */
    eventOf: (stream: 'household' | 'monitoringCase', number: number) => eventIdOf(`${stream}-${registeredIn}-${id}`, `c${number}`, 0),
  }
}
const [one, two, three] = ['H00001', 'H00002', 'H00003'].map((id) => household(id)) as [H, H, H]
type H = ReturnType<typeof household>
const all = [one, two, three].flatMap(({ registered }) => registered)

describe('clues', () => {
  const said = [
    ...all,
    one.clue('2023-01-05', 'C1', 'departmentPush'),
    one.clue('2023-01-06', 'C2', 'hotline'),
    two.clue('2023-02-01', 'C1', 'departmentPush'),
    two.of('RecordHomeVisit', '2023-02-02', {
      ...{ visitors: 2, levels: ['village'], difficulties: [], evidence: [], consent: 'signed' },
      seen: { income: true, spending: true, house: true, school: true, insurance: true, water: true },
    }),
    two.of('DismissClue', '2023-02-10', { reason: 'noRisk', explanation: { on: '2023-02-09', how: 'visit' } }),
    three.of('RecordHomeVisit', '2023-03-02', {
      ...{ visitors: 2, levels: ['village'], difficulties: ['illness'], evidence: [], consent: 'refused', refusal: 'unwilling' },
      seen: { income: true, spending: true, house: true, school: true, insurance: true, water: true },
    }),
  ]

  it('given clues of three sources, then each is counted once under its source, also the visit that found something', async () => {
    expect(await only(said, ['clues', 'clues.departmentPush', 'clues.hotline', 'clues.cadreCheck'])).toEqual({
      ...{ clues: 4, 'clues.departmentPush': 2, 'clues.hotline': 1, 'clues.cadreCheck': 1 },
    })
  })

  it('given one that was dismissed and a consent that was refused, then a procedure each, in its own period', async () => {
    expect(await only(said, ['dismissed', 'consentRefused'])).toEqual({ dismissed: 1, consentRefused: 1 })
    expect(await only(said, ['dismissed', 'consentRefused'], { from: '2023-03-01' })).toEqual({ dismissed: 0, consentRefused: 1 })
  })
})

describe('recognised', () => {
  const said = [...all, one.recognised('2023-02-01'), two.recognised('2023-03-01', 'unstableExit')]

  it('given two households, then by class and with their members of that day; the classes together are the whole', async () => {
    const told = ['recognised', 'recognised.persons', 'recognised.marginal', 'recognised.unstableExit', 'recognised.suddenHardship']
    expect(Object.values(await only(said, told))).toEqual([2, 4, 1, 1, 0])
    expect(Object.values(await only(said, told, { to: '2023-02-28' }))).toEqual([1, 2, 1, 0, 0])
  })

  it('given a re-marking, then the household is counted once, in the class of its last recognition, and is re-marked', async () => {
    const again = [...said, one.eliminated('2023-09-01'), one.recognised('2024-05-01', 'suddenHardship')]
    const told = ['recognised', 'recognised.persons', 'recognised.marginal', 'recognised.suddenHardship', 'reMarked']
    expect(Object.values(await only(again, told))).toEqual([2, 4, 0, 1, 1])
    expect(Object.values(await only(again, told, { to: '2023-12-31' }))).toEqual([2, 4, 1, 0, 0])
    expect(Object.values(await only(again, told, { from: '2024-01-01' }))).toEqual([1, 2, 0, 1, 1])
  })

  it('given a recognition that was revoked, then nothing of its round counts from that day on, and before that was known it counts', async () => {
    const known = (at: string, ...what: readonly Said[]) => what.map((one_) => ({ ...one_, knownAt: `${at}T00:00:00.000Z` }))
    const before = known('2026-04-01', ...all, one.recognised('2023-02-01'), one.eliminated('2023-09-01'), one.rolledBack('2023-10-01'))
    const wrong = [...before, ...known('2026-05-01', one.of('RecordRevocation', '2024-01-10', { round: 1, reason: 'falseData' }))]
    const told = ['recognised', 'rolledBack', 'monitored']
    expect(Object.values(await only(wrong, told))).toEqual([0, 0, 0])
    expect(Object.values(await only(wrong, told, { to: '2024-01-09' }))).toEqual([1, 1, 1])
    expect(Object.values(await only(wrong, told, { knownAt: '2026-04-30T00:00:00.000Z' }))).toEqual([1, 1, 1])
  })
})

describe('eliminated', () => {
  const said = [
    ...all,
    one.recognised('2023-02-01'),
    two.recognised('2023-03-01'),
    one.eliminated('2023-09-01'),
    two.eliminated('2023-10-01', 'natural'),
  ]

  it('given two ways, then a household each; the ways together are the whole', async () => {
    expect(await only(said, ['eliminated', 'eliminated.byHelp', 'eliminated.natural', 'eliminated.persons'])).toEqual({
      ...{ eliminated: 2, 'eliminated.byHelp': 1, 'eliminated.natural': 1, 'eliminated.persons': 4 },
    })
  })

  it('given a roll-back in the next year, then the elimination counts in its own year and not by the end', async () => {
    const back = [...said, one.rolledBack('2024-02-01')]
    const told = ['eliminated', 'eliminated.byHelp', 'rolledBack', 'monitored']
    expect(Object.values(await only(back, told, { from: '2023-01-01', to: '2023-12-31' }))).toEqual([2, 1, 0, 0])
    expect(Object.values(await only(back, told, { from: '2024-01-01', to: '2024-12-31' }))).toEqual([0, 0, 1, 1])
    expect(Object.values(await only(back, told))).toEqual([1, 0, 1, 1])
  })

  it('given it is eliminated again after the roll-back, then it counts in that year, in the way of the last time', async () => {
    const again = [...said, one.rolledBack('2024-02-01'), one.eliminated('2024-09-01', 'natural')]
    const told = ['eliminated', 'eliminated.byHelp', 'eliminated.natural']
    expect(Object.values(await only(again, told, { from: '2024-01-01', to: '2024-12-31' }))).toEqual([1, 0, 1])
    expect(Object.values(await only(again, told))).toEqual([2, 0, 2])
  })

  it('rate (domain.md 5.5): eliminated ÷ ever recognised, by the end of the period', async () => {
    const three_ = [...said, three.recognised('2023-11-01'), one.rolledBack('2024-02-01')]
    expect(await only(three_, ['eliminationRate'], { from: '2023-12-01', to: '2023-12-31' })).toEqual({ eliminationRate: 200 / 3 })
    expect(await only(three_, ['eliminationRate'])).toEqual({ eliminationRate: 100 / 3 })
  })
})

describe('monitored at the end of a period', () => {
  const said = [
    ...all,
    one.recognised('2022-02-01'),
    two.recognised('2022-03-01', 'unstableExit'),
    one.eliminated('2023-09-01'),
    one.rolledBack('2024-02-01'),
  ]
  const told = ['monitored', 'monitored.persons', 'monitored.marginal', 'monitored.unstableExit']

  it.each([
    ['2022-02-28', [1, 2, 1, 0]],
    ['2023-08-31', [2, 4, 1, 1]],
    ['2023-09-01', [1, 2, 0, 1]],
    ['2024-02-01', [2, 4, 1, 1]],
  ])('given recognitions before the period, then on %s they count: %j', async (to, values) => {
    expect(Object.values(await only(said, told, { from: to, to }))).toEqual(values)
  })

  it('given another class, then the household stands in that one from the day of the reassignment', async () => {
    const other = [...said, one.of('RecordReclassification', '2026-02-10', { scheme: '2026', class: 'preventionObject', reason: 'schemeChange' })]
    const by = ['monitored', 'monitored.marginal', 'monitored.preventionObject']
    expect(Object.values(await only(other, by, { to: '2026-02-09' }))).toEqual([2, 1, 0])
    expect(Object.values(await only(other, by, { to: '2026-02-10' }))).toEqual([2, 0, 1])
  })

  it('given a household that is closed, then it is monitored no more, and again when the closing is withdrawn', async () => {
    const closed = [...said, two.of('CloseHousehold', '2024-05-01', { reason: 'movedAway' })]
    expect(Object.values(await only(closed, told))).toEqual([1, 2, 1, 0])
    const of = { household: 'H00002', registeredIn: HERE, reverses: two.eventOf('household', closed.length) }
    const mistaken = [...closed, { type: 'WithdrawClosing', data: { ...of, reason: 'mistaken' } }]
    expect(Object.values(await only(mistaken, told, { to: '2024-05-15' }))).toEqual([2, 4, 1, 1])
    const returned = [...closed, { type: 'WithdrawClosing', data: { ...of, reason: 'returned', occurredOn: '2024-06-01' } }]
    expect(Object.values(await only(returned, told, { to: '2024-05-15' }))).toEqual([1, 2, 1, 0])
    expect(Object.values(await only(returned, told))).toEqual([2, 4, 1, 1])
  })

  it('given what is known late, then the last day counts and not the last word', async () => {
    const late = [...all, one.recognised('2022-02-01'), one.eliminated('2023-09-01'), one.rolledBack('2022-12-01')]
    expect(await only(late, ['monitored'])).toEqual({ monitored: 0 })
  })

  it('given a household that moved, then it counts where it lives: the stock by the end, what happened by the day', async () => {
    const moved = [...said, one.of('MoveHousehold', '2024-03-01', { to: THERE }), one.eliminated('2024-09-01')]
    const by = ['recognised', 'monitored', 'eliminated']
    expect(Object.values(await only(moved, by, { division: HERE, to: '2024-06-30' }))).toEqual([2, 1, 0])
    expect(Object.values(await only(moved, by, { division: THERE, to: '2024-06-30' }))).toEqual([0, 1, 0])
    expect(Object.values(await only(moved, by, { division: THERE }))).toEqual([0, 0, 1])
    expect(Object.values(await only(moved, by, { division: HERE, to: '2024-02-29' }))).toEqual([2, 2, 0])
  })

  it('given villages that merged, then they are asked as one on a day after', async () => {
    const villages = [HERE, THERE].map(
      (village): Said => ({
        type: 'RegisterVillage',
        data: { village, level: 'village', poverty: 'none', occurredOn: '2019-01-01' },
      }),
    )
    const merged = { type: 'MergeVillage', data: { village: HERE, into: THERE, occurredOn: '2025-01-01' } }
    const asOf = { division: THERE, divisionsAsOf: '2025-06-30' }
    expect(Object.values(await only([...villages, ...said, merged], told, asOf))).toEqual([2, 4, 1, 1])
    expect(Object.values(await only([...villages, ...said, merged], told, { division: THERE }))).toEqual([0, 0, 0, 0])
  })
})

describe('measures', () => {
  const said = [
    ...all,
    one.recognised('2023-02-01'),
    two.recognised('2023-02-01'),
    one.measure('2023-03-01', 'M1', 'industry'),
    one.measure('2023-04-01', 'M2', 'employment', { person: 'P00001' }),
    three.measure('2023-04-02', 'M1', 'industry'),
  ]
  const told = ['measures', 'measures.industry', 'measures.employment', 'measures.households', 'measures.personTimes']

  it('given measures of two kinds, then each once under its kind, the households helped, and those for a person in person-times', async () => {
    expect(Object.values(await only(said, told))).toEqual([3, 2, 1, 2, 1])
  })

  it('given one that was withdrawn, then it was never one', async () => {
    const reverses = one.eventOf('monitoringCase', all.length + 3)
    const withdrawn = { type: 'WithdrawMeasure', data: { household: 'H00001', registeredIn: HERE, reverses, reason: 'mistaken' } }
    expect(Object.values(await only([...said, withdrawn], told))).toEqual([2, 1, 1, 2, 1])
  })

  it('rate (domain.md 5.5, 措施落实率): only who was recognised counts, with a measure by the end of the period', async () => {
    expect(await only(said, ['measureRate'])).toEqual({ measureRate: 50 })
    expect(await only(said, ['measureRate'], { to: '2023-02-28' })).toEqual({ measureRate: 0 })
  })
})

describe('decided in time', () => {
  const whole = (region: string, from: string, unit = 'day'): Said => ({
    type: 'SetDeadline',
    data: { region, from, basis: 'test', assumption: true, stage: 'whole', length: 15, unit },
  })
  const decided = (it: H, on: string, more: object = {}) => it.of('RecordCountyDecision', on, { outcome: 'approved', class: 'marginal', ...more })
  const said = [...all, one.clue('2023-01-01', 'C1'), two.clue('2023-01-01', 'C1'), decided(one, '2023-01-16'), decided(two, '2023-01-17')]
  const rate = async (words: readonly Said[], question?: FigureQuestion) => (await only(words, ['onTime'], question)).onTime

  it('rate (domain.md 4.2: all of 1–6 ≤ 15 days): the fifteenth day after the clue is in time and the next is late', async () => {
    expect(await rate([whole('000000000000', '2022-01-01'), ...said])).toBe(50)
    expect(await rate([whole('000000000000', '2022-01-01'), ...said], { from: '2023-01-17' })).toBe(0)
  })

  it('given no limit for the day or the place, then the procedure is in neither part, and nothing is behind the figure', async () => {
    const behind = async (words: readonly Said[]) => {
      const rows = await given(commandsOf(words))
      return (await figures(rows)).find(({ indicator }) => indicator === 'monitoring.onTime')?.events
    }
    expect(await behind([...said])).toBe(0)
    expect(await behind([whole('000000000000', '2023-01-02'), ...said])).toBe(0)
    expect(await behind([whole('520000000000', '2022-01-01'), ...said])).toBe(0)
    expect(await behind([whole('000000000000', '2022-01-01', 'workingDay'), ...said])).toBe(0)
    expect(await behind([whole('430000000000', '2022-01-01'), ...said])).toBe(3)
  })

  it('given a consent refused and a return, then the time runs from the return; and a rejection is a decision too', async () => {
    const back = [
      ...[whole('000000000000', '2022-01-01'), ...all, three.clue('2023-01-01', 'C1')],
      three.of('RecordConsent', '2023-01-05', { consent: 'refused', refusal: 'unwilling' }),
      three.of('RecordConsent', '2023-02-01', { consent: 'signed' }),
    ]
    expect(await rate([...back, three.of('RecordCountyDecision', '2023-02-16', { outcome: 'rejected', reason: 'noRisk' })])).toBe(100)
    expect(await rate([...back, three.of('RecordCountyDecision', '2023-02-17', { outcome: 'rejected', reason: 'noRisk' })])).toBe(0)
  })
})

describe('falling back, as a number', () => {
  it('rate (domain.md 5.5): former-poor households re-marked ÷ households that had exited poverty; another class is none of them', async () => {
    const said = [
      ...all,
      ...[one, two, three].map(({ exits }) => exits),
      ...[one, two].flatMap((it) => [it.recognised('2022-02-01', 'unstableExit'), it.eliminated('2022-12-01')]),
      one.recognised('2024-02-01', 'unstableExit'),
      two.recognised('2024-02-01', 'suddenHardship'),
    ]
    expect(await only(said, ['fellBack', 'fellBackRate'], { from: '2024-01-01' })).toEqual({ fellBack: 1, fellBackRate: 100 / 3 })
    expect(await only(said, ['fellBack', 'fellBackRate'], { to: '2023-12-31' })).toEqual({ fellBack: 0, fellBackRate: 0 })
  })
})

const list = { programme: 'industryAward', village: HERE, period: '2018', occurredOn: '2018-11-20' }
const line = (n: number) => ({ line: `L${n}`, household: `H0000${n}`, beneficiaries: [], unitOf: '2018', amount: 30_000 })
const paid = (n: number) => ({ line: `L${n}`, household: `H0000${n}`, amount: 30_000, bankReference: `B${n}` })
const money = (type: string, occurredOn: string, bankReference: string, more: object, actor = 'town:office'): Said => ({
  type,
  data: { ...list, occurredOn, bankReference, ...more },
  actor,
})
const recovery: readonly Said[] = [
  { type: 'OpenPaymentList', data: list },
  { type: 'AddLines', data: { ...list, lines: [line(1), line(2)] } },
  { type: 'RecordPayments', data: { ...list, payments: [paid(1), paid(2)] } },
  money('ClaimRecovery', '2019-03-01', 'B1', { amount: 30_000, reason: 'ineligible' }, 'town:finance'),
  money('ClaimRecovery', '2019-03-01', 'B2', { amount: 20_000, reason: 'afterDeath' }, 'town:finance'),
  money('RecordRecovery', '2019-06-01', 'B1', { amount: 12_000, receipt: 'R1' }),
  money('WriteOffRecovery', '2020-02-01', 'B1', { amount: 8_000, decision: 'D1' }, 'county:finance'),
  money('RecordRecovery', '2020-03-01', 'B2', { amount: 25_000, receipt: 'R2' }),
]

describe('recovery', () => {
  const fen = async (said: readonly Said[], question?: FigureQuestion) => {
    const told = await asked(said, question)
    return ['claimed', 'returned', 'writtenOff', 'open'].map((id) => told[`recovery.${id}`] ?? 0)
  }

  it('given claims, returns and a write-off, then each in fen, and what is open by the end; more than was claimed closes no other claim', async () => {
    expect(await fen(recovery)).toEqual([50_000, 37_000, 8_000, 10_000])
    expect(await fen(recovery, { from: '2020-01-01', to: '2020-02-29' })).toEqual([0, 0, 8_000, 30_000])
    expect(await fen(recovery, { to: '2019-03-31' })).toEqual([50_000, 0, 0, 50_000])
  })

  it('given a payment that the bank brings back after the claim, then nothing of it is open', async () => {
    expect(await fen([...recovery, money('RecordReturn', '2020-04-01', 'B1', { reason: 'accountClosed' })])).toEqual([50_000, 37_000, 8_000, 0])
  })
})

describe('a command left out', () => {
  const visit = { visitors: 2, levels: ['village'], difficulties: ['illness'], evidence: [] }
  const seen = { income: true, spending: true, house: true, school: true, insurance: true, water: true }
  const others = ['H00004', 'H00005', 'H00006', 'H00007', 'H00008', 'H00009', 'H00010'].map((id) => household(id))
  const story: readonly Said[] = [
    {
      type: 'SetDeadline',
      data: { region: '000000000000', from: '2021-01-01', basis: 'test', assumption: true, stage: 'whole', length: 15, unit: 'day' },
    },
    ...all,
    ...[one, two, three].map(({ exits }) => exits),
    ...['selfReport', 'cadreCheck', 'departmentPush', 'petition', 'hotline', 'media', 'inspection', 'platform'].map((source, i) =>
      one.clue('2021-06-01', `C${i + 1}`, source),
    ),
    three.of('OpenGreenChannel', '2021-06-02', { clue: 'C9', risk: 'flood', evidence: [] }),
    three.of('RecordHomeVisit', '2021-06-03', { ...visit, seen, consent: 'refused', refusal: 'absent' }),
    three.of('DismissClue', '2021-06-20', { reason: 'noRisk', explanation: { on: '2021-06-19', how: 'phone' } }),
    one.of('RecordCountyDecision', '2021-06-10', { outcome: 'approved' }),
    one.recognised('2021-07-01', 'unstableExit'),
    two.recognised('2021-07-02', 'marginal'),
    ...['industry', 'employment', 'publicWelfarePost', 'finance', 'housingSafety', 'relocation', 'waterSafety', 'compulsoryEducation'].map(
      (kind, i) => one.measure('2021-08-01', `M${i + 1}`, kind, kind === 'employment' ? { person: 'P00001' } : {}),
    ),
    ...['education', 'health', 'socialSafetyNet', 'socialHelp', 'livingConditions', 'infrastructure'].map((kind, i) =>
      two.measure('2021-08-02', `M${i + 1}`, kind),
    ),
    one.eliminated('2022-07-01'),
    one.recognised('2023-02-01', 'unstableExit'),
    two.eliminated('2022-08-01', 'natural'),
    two.rolledBack('2023-01-01'),
    one.eliminated('2023-11-01'),
    ...others.flatMap(({ registered }) => registered),
    ...others.flatMap((it, i) => [
      it.recognised(
        '2021-07-03',
        ['exitMonitored', 'nearPoor', 'suddenHardship', 'preventionObject', 'marginal', 'unstableExit', 'preventionObject'][i],
      ),
      ...(i < 2 ? [it.measure('2021-08-03', 'M1', 'industry')] : []),
      ...(i === 3 ? [it.eliminated('2022-09-01')] : []),
      ...(i === 4 ? [it.eliminated('2022-09-01', 'natural')] : []),
    ]),
    ...recovery,
  ]

  it('given each figure, then it moves without one of the commands that moved it', async () => {
    const commands = commandsOf(story)
    const { rows, commandOf } = await written(commands)
    const now = new Map((await figures(rows)).map(({ indicator, value }) => [indicator, value]))
    expect(OURS.filter((id) => now.get(id) === 0)).toEqual([])
    const unmoved: string[] = []
    for (const indicator of OURS) {
      const lines = (await Array.fromAsync((await traceFigure(rows, indicator)) ?? [])).filter(({ contribution }) => contribution !== 0)
      const behind = [...new Set(lines.map(({ eventId }) => commandOf.get(eventId)))].reverse()
      const moving = await firstAsync(behind, async (left) => {
        const without = await written(commands.filter(({ commandId }) => commandId !== left))
        const then = (await figures(without.rows)).find((figure) => figure.indicator === indicator)?.value
        await without.rows.close()
        return then !== now.get(indicator)
      })
      if (moving === undefined) unmoved.push(indicator)
    }
    await rows.close()
    expect(unmoved).toEqual([])
  }, 60_000)
})

async function firstAsync<Item>(items: readonly Item[], holds: (item: Item) => Promise<boolean>): Promise<Item | undefined> {
  for (const item of items) if (await holds(item)) return item
  return undefined
}
