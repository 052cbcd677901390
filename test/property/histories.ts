import { aggregates, type AnyCommand } from '@rural-tracker/domain'
import { type Command, eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { anyCommandOf } from '../../packages/domain/src/testing/commands.ts'

const VILLAGES = ['431224105201', '431224105202']
const HOUSEHOLDS = ['H00001', 'H00002', 'H00003']
const PEOPLE = ['P00001', 'P00002', 'P00003', 'P00004']

const day = fc.integer({ min: 0, max: 730 }).map((days) => new Date(Date.parse('2019-06-01') + days * 86_400_000).toISOString().slice(0, 10))
const village = fc.constantFrom(...VILLAGES)
/** A household is always the same village's: its stream's name says so. */
const household = fc.constantFrom(...HOUSEHOLDS).map((id) => ({ household: id, registeredIn: VILLAGES[Number(id.at(-1)) % 2] ?? '' }))
const person = fc.constantFrom(...PEOPLE)
/** Somebody in the household that the beginnings put them in. */
const member = fc.nat({ max: PEOPLE.length - 1 }).map((i) => ({ ...householdOf(i), person: PEOPLE[i] ?? '' }))
function householdOf(member: number) {
  const home = HOUSEHOLDS[member % HOUSEHOLDS.length] ?? ''
  return { household: home, registeredIn: VILLAGES[Number(home.at(-1)) % 2] ?? '' }
}
const year = fc.integer({ min: 2019, max: 2021 })
const amount = fc.integer({ min: 100_000, max: 900_000 })
const line = fc.record({
  from: fc.constantFrom('2020-01-01', '2021-01-01', '2020-07-01'),
  amount,
  basis: fc.constant('test'),
  assumption: fc.constant(true),
})
const region = fc.constantFrom('000000000000', '430000000000')

function income(net: number, ofYear: number) {
  return {
    window: { from: `${ofYear - 1}-10-01`, to: `${ofYear}-09-30` },
    members: 2,
    parts: { wages: net, business: 0, property: 0, transfers: 0, businessCost: 0 },
    compliantSelfPaid: 0,
    insurancePayout: 0,
  }
}

/** What may be said next. `reportOf` names the command whose event a clearance or a withdrawal points at. */
type Step = (earlier: readonly Command[]) => AnyCommand | undefined
const say = (arbitrary: fc.Arbitrary<AnyCommand>): fc.Arbitrary<Step> => arbitrary.map((command) => () => command)

/** Speaks about one of the commands of a type given so far. */
const about = (type: string, make: (earlier: Command) => AnyCommand): fc.Arbitrary<Step> =>
  fc.nat().map((which) => (earlier) => {
    const those = earlier.filter((command) => command.type === type)
    const one = those[which % Math.max(1, those.length)]
    return one && make(one)
  })

type Risk = { registeredIn: string; household: string; occurredOn: string }
/** Points at one of the risks reported so far. */
const aboutARisk = (make: (risk: Risk & { id: string }) => AnyCommand): fc.Arbitrary<Step> =>
  about('ReportRisk', ({ data, commandId }) => {
    const risk = data as Risk
    return make({ ...risk, id: eventIdOf(`household-${risk.registeredIn}-${risk.household}`, commandId, 0) })
  })

const later = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
const risk = fc.constantFrom('illness' as const, 'flood' as const)

/** What the monitoring list is made of. */
const monitoring = [
  {
    weight: 4,
    arbitrary: say(fc.tuple(household, amount, year).map(([where, net, y]) => ({ type: 'ReportIncome', data: { ...where, ...income(net * 2, y) } }))),
  },
  {
    weight: 3,
    arbitrary: amount.chain((net) =>
      about('ReportIncome', ({ data }) => {
        const { household: h, registeredIn, window } = data as { household: string; registeredIn: string; window: { to: string } }
        return { type: 'CorrectIncome', data: { household: h, registeredIn, is: income(net * 2, Number(window.to.slice(0, 4))), reason: 'typing' } }
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: say(
      fc.tuple(household, risk, day).map(([where, kind, occurredOn]) => ({ type: 'ReportRisk', data: { ...where, risk: kind, occurredOn } })),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat({ max: 200 }).chain((days) =>
      aboutARisk(({ id, occurredOn, household: h, registeredIn }) => ({
        type: 'ClearRisk',
        data: { registeredIn, household: h, clears: id, occurredOn: later(occurredOn, days) },
      })),
    ),
  },
  {
    weight: 2,
    arbitrary: aboutARisk(({ id, registeredIn, household: h }) => ({
      type: 'WithdrawRisk',
      data: { registeredIn, household: h, reverses: id, reason: 'mistaken' },
    })),
  },
  { weight: 3, arbitrary: say(fc.tuple(region, line).map(([r, is]) => ({ type: 'SetMonitoringLine', data: { region: r, ...is } }))) },
  {
    weight: 2,
    arbitrary: amount.chain((sum) =>
      about('SetMonitoringLine', ({ data }) => {
        const { region: r, ...was } = data as { region: string; from: string; amount: number; basis: string; assumption: boolean }
        return { type: 'CorrectMonitoringLine', data: { region: r, corrects: was.from, is: { ...was, amount: sum } } }
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(household, village, day).map(([where, to, occurredOn]) => ({ type: 'MoveHousehold', data: { ...where, to, occurredOn } })),
    ),
  },
  { weight: 1, arbitrary: say(fc.tuple(household, day).map(([where, occurredOn]) => ({ type: 'ExitPoverty', data: { ...where, occurredOn } }))) },
]

const everyType = aggregates.flatMap(({ commands }) => commands.map(({ type }) => type))

const everything = [
  ...monitoring,
  { weight: 12, arbitrary: say(anyCommandOf(everyType)) },
  { weight: 2, arbitrary: say(anyCommandOf(['PublishFigure'])) },
  { weight: 3, arbitrary: say(fc.tuple(member, day).map(([who, occurredOn]) => ({ type: 'ReportDeath', data: { ...who, occurredOn } }))) },
  { weight: 20, arbitrary: payment() },
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(village, fc.constantFrom('a', 'b'), day)
        .map(([v, id, occurredOn]) => ({ type: 'OpenFacility', data: { village: v, facility: 'clinic', id, occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(village, fc.constantFrom('a', 'b'), day)
        .map(([v, id, occurredOn]) => ({ type: 'CloseFacility', data: { village: v, id, occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(village, fc.constantFrom('p1', 'p2'), day)
        .map(([division, project, occurredOn]) => ({ type: 'ProposeProject', data: { division, project, kind: 'road', occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(village, fc.constantFrom('p1', 'p2'), day, amount)
        .map(([division, project, occurredOn, sum]) => ({ type: 'SettleProject', data: { division, project, amount: sum, occurredOn } })),
    ),
  },
]

function payment(): fc.Arbitrary<Step> {
  const list = fc.record({
    programme: fc.constant('livingAllowance' as const),
    village: fc.constant(VILLAGES[0] ?? ''),
    period: fc.constantFrom('2020.01', '2020.02'),
  })
  const reference = fc.constantFrom('b1', 'b2', 'b3')
  return fc.oneof(
    {
      weight: 3,
      arbitrary: say(
        fc.tuple(list, day, person, reference, amount).map(([l, occurredOn, p, bankReference, sum]) => ({
          type: 'RecordPayments',
          data: { ...l, occurredOn, payments: [{ line: 'L1', household: 'H00001', person: p, amount: sum, bankReference }] },
        })),
      ),
    },
    say(
      fc
        .tuple(list, day, reference)
        .map(([l, occurredOn, bankReference]) => ({ type: 'ReversePayment', data: { ...l, occurredOn, bankReference, reason: 'duplicate' } })),
    ),
    say(
      fc
        .tuple(list, day, reference)
        .map(([l, occurredOn, bankReference]) => ({ type: 'RecordReturn', data: { ...l, occurredOn, bankReference, reason: 'other' } })),
    ),
  )
}

const beginnings: readonly AnyCommand[] = [
  ...['R1', 'R2'].map(
    (report): AnyCommand => ({
      type: 'PublishReport',
      data: { division: '431224105000', report, title: '工作报告', period: { from: '2019-01-01', to: '2019-12-31' }, occurredOn: '2020-01-15' },
    }),
  ),
  ...VILLAGES.map(
    (v): AnyCommand => ({ type: 'RegisterVillage', data: { village: v, level: 'village', poverty: 'poor', occurredOn: '2019-01-01' } }),
  ),
  ...HOUSEHOLDS.map(
    (id, i): AnyCommand => ({
      type: 'RegisterHousehold',
      data: {
        household: id,
        registeredIn: VILLAGES[Number(id.at(-1)) % 2] ?? '',
        kind: i === 0 ? 'ordinary' : 'registeredPoor',
        occurredOn: '2019-01-01',
      },
    }),
  ),
  ...PEOPLE.map(
    (p, i): AnyCommand => ({
      type: 'AddMember',
      data: {
        ...householdOf(i),
        person: p,
        relation: 'child',
        sex: 'female',
        bornIn: '2008-05',
        reason: 'registered',
        standingFacts: [],
        occurredOn: '2019-01-01',
      },
    }),
  ),
  ...(['2020.01', '2020.02'] as const).map(
    (period): AnyCommand => ({
      type: 'OpenPaymentList',
      data: { programme: 'livingAllowance', village: VILLAGES[0] ?? '', period, occurredOn: '2019-12-01' },
    }),
  ),
]

function historyOf(
  steps: readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[],
  lengths: fc.ArrayConstraints,
): fc.Arbitrary<readonly Command[]> {
  return fc.array(fc.tuple(fc.oneof(...steps), fc.integer({ min: 1, max: 40 })), lengths).map((random) => {
    const commands: Command[] = []
    let known = Date.parse('2019-12-15T00:00:00Z')
    const add = (command: AnyCommand) => {
      commands.push({
        ...command,
        commandId: `c${commands.length}`,
        actor: 'test:someone',
        source: 'import:test',
        knownAt: new Date(known).toISOString(),
      })
    }
    for (const command of beginnings) add(command)
    for (const [step, days] of random) {
      known += days * 86_400_000
      const command = step(commands)
      if (command) add(command)
    }
    return commands
  })
}

/**
 * Random histories as an import: each step is known some days after the one before, whatever the day on which it was true. So facts
 * come late, corrections and reversals later, and parameters are corrected after they were used.
 */
export const histories = historyOf(everything, { minLength: 0, maxLength: 40, size: 'max' })
/** The same, long, and of nothing but what the monitoring list is made of. */
export const monitoringHistories = historyOf(monitoring, { minLength: 12, maxLength: 30 })
