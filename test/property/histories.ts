import type { AnyCommand } from '@rural-tracker/domain'
import { type Command, eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'

const VILLAGES = ['431224105201', '431224105202']
const HOUSEHOLDS = ['H00001', 'H00002', 'H00003']
const PEOPLE = ['P00001', 'P00002', 'P00003', 'P00004']

const day = fc.integer({ min: 0, max: 730 }).map((days) => new Date(Date.parse('2019-06-01') + days * 86_400_000).toISOString().slice(0, 10))
const village = fc.constantFrom(...VILLAGES)
/** A household is always the same village's: its stream's name says so. */
const household = fc.constantFrom(...HOUSEHOLDS).map((id) => ({ household: id, registeredIn: VILLAGES[Number(id.at(-1)) % 2] ?? '' }))
const person = fc.constantFrom(...PEOPLE)
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

const tariffFrom = fc.constantFrom('2019-06-01', '2020-01-01', '2020-07-01')
const ofTariff = { region: '431224000000', programme: 'livingAllowance' as const, basis: 'test' }

/** What payment findings are made of. */
const payments = [
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(household, person, day).map(([where, p, occurredOn]) => ({ type: 'ReportDeath', data: { ...where, person: p, occurredOn } })),
    ),
  },
  { weight: 6, arbitrary: payment() },
  {
    weight: 1,
    arbitrary: say(fc.tuple(tariffFrom, amount).map(([occurredOn, sum]) => ({ type: 'SetTariff', data: { ...ofTariff, amount: sum, occurredOn } }))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(tariffFrom, amount).chain(([from, sum]) =>
      about('SetTariff', ({ data }) => {
        const { basis, ...tariff } = ofTariff
        const is = { from, amount: sum, basis }
        return { type: 'CorrectTariff', data: { ...tariff, corrects: (data as { occurredOn: string }).occurredOn, is } }
      }),
    ),
  },
]

const everything = [
  ...monitoring,
  ...payments,
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

type Recorded = Extract<AnyCommand, { type: 'RecordPayments' }>['data']

/** Payments of a batch with few references, the same ones reported again, and what came back, by line or by the reference alone. */
function payment(): fc.Arbitrary<Step> {
  const list = fc.record({
    programme: fc.constant('livingAllowance' as const),
    village: fc.constant(VILLAGES[0] ?? ''),
    period: fc.constantFrom('2020.01', '2020.02'),
  })
  const reference = fc.constantFrom('b1', 'b2', 'b3')
  const listLine = fc.constantFrom('L1', 'L2')
  /** Which payment is meant, of a list and under a reference that were spoken of. */
  const meant = ({ payments: [one], occurredOn: _, ...of }: Recorded, byLine: boolean) => ({
    ...of,
    bankReference: one?.bankReference ?? '',
    ...(byLine ? { line: one?.line ?? '' } : {}),
  })
  return fc.oneof(
    say(
      fc.tuple(list, day, person, reference, listLine, amount).map(([l, occurredOn, p, bankReference, line, sum]) => ({
        type: 'RecordPayments',
        data: { ...l, occurredOn, payments: [{ line, household: 'H00001', person: p, amount: sum, bankReference }] },
      })),
    ),
    amount.chain((sum) =>
      about('RecordPayments', ({ data }) => {
        const report = data as Recorded
        return { type: 'RecordPayments', data: { ...report, payments: report.payments.map((one) => ({ ...one, amount: sum })) } }
      }),
    ),
    fc.tuple(day, fc.boolean()).chain(([occurredOn, byLine]) =>
      about('RecordPayments', ({ data }) => ({
        type: 'ReversePayment',
        data: { ...meant(data as Recorded, byLine), occurredOn, reason: 'duplicate' },
      })),
    ),
    fc.tuple(day, fc.boolean()).chain(([occurredOn, byLine]) =>
      about('RecordPayments', ({ data }) => ({
        type: 'RecordReturn',
        data: { ...meant(data as Recorded, byLine), occurredOn, reason: 'other' },
      })),
    ),
  )
}

const beginnings: readonly AnyCommand[] = [
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
        household: HOUSEHOLDS[i % 3] ?? '',
        registeredIn: VILLAGES[((i % 3) + 1) % 2] ?? '',
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
  lengths: { minLength: number; maxLength: number },
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
export const histories = historyOf(everything, { minLength: 0, maxLength: 25 })
/** The same, long, and of nothing but what the monitoring list is made of. */
export const monitoringHistories = historyOf(monitoring, { minLength: 12, maxLength: 30 })
/** The same of payments, deaths and tariffs. */
export const paymentHistories = historyOf(payments, { minLength: 8, maxLength: 30 })
