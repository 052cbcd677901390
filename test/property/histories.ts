import { aggregates, type AnyCommand } from '@rural-tracker/domain'
import { type Command, eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { anyCommandOf } from '../../packages/domain/src/testing/commands/index.ts'
import { alertSteps } from './alert-steps.ts'
import { payments, recoveries } from './payment-steps.ts'
import { living } from './living-steps.ts'
import { people } from './people-steps.ts'
import { villages, watched } from './village-steps.ts'
import { about, amount, day, household, householdOf, HOUSEHOLDS, later, member, PEOPLE, say, type Step, village, VILLAGES } from './steps.ts'

const year = fc.integer({ min: 2019, max: 2021 })
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

type Risk = { registeredIn: string; household: string; occurredOn: string }
/** Points at one of the risks reported so far. */
const aboutARisk = (make: (risk: Risk & { id: string }) => AnyCommand): fc.Arbitrary<Step> =>
  about('ReportRisk', ({ data, commandId }) => {
    const risk = data as Risk
    return make({ ...risk, id: eventIdOf(`household-${risk.registeredIn}-${risk.household}`, commandId, 0) })
  })

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
  { weight: 2, arbitrary: say(anyCommandOf(['IssueServiceKey', 'RevokeServiceKey'])) },
  { weight: 2, arbitrary: say(anyCommandOf(['ReadNames'])) },
  { weight: 3, arbitrary: say(anyCommandOf(['AddReceiver', 'ChangeReceiver', 'RemoveReceiver'])) },
  { weight: 3, arbitrary: say(anyCommandOf(['MakeAlertMessage'])) },
  { weight: 1, arbitrary: say(anyCommandOf(['RecordAlertMessageDelivery', 'RecordAlertMessageFailure'])) },
  { weight: 3, arbitrary: say(fc.tuple(member, day).map(([who, occurredOn]) => ({ type: 'ReportDeath', data: { ...who, occurredOn } }))) },
  ...payments,
  ...people,
  ...living,
  ...villages,
  ...alertSteps,
  {
    weight: 3,
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

const beginnings: readonly AnyCommand[] = [
  ...watched,
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
        // Who claimed money cannot write it off.
        actor: command.type === 'WriteOffRecovery' ? 'test:finance' : 'test:someone',
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
/** The same of payments, deaths and tariffs. */
export const paymentHistories = fc.oneof(
  historyOf(payments, { minLength: 8, maxLength: 30 }),
  historyOf(recoveries, { minLength: 12, maxLength: 30, size: 'max' }),
)
/** What happens in villages, which become part of one another. */
export const villageHistories = historyOf([...people, ...villages], { minLength: 10, maxLength: 30 })
