import type { AnyCommand } from '@rural-tracker/domain'
import { type Command, eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { about, amount, say, type Step } from '../steps.ts'
import { watched } from '../village-steps.ts'

/** Two townships of one county, two villages each: what is moved or merged may go over the border. */
export const NATION = '000000000000'
export const COUNTY = '431224000000'
export const [EAST, WEST] = ['431224105000', '431224106000'] as const
export const VILLAGES = ['431224105201', '431224105202', '431224106201', '431224106202'] as const
export const DIVISIONS = [COUNTY, EAST, WEST, ...VILLAGES] as const
export const HOUSEHOLDS = ['H00001', 'H00002', 'H00003', 'H00004', 'H00005'] as const
export const TODAY = '2021-01-01'

const village = fc.constantFrom(...VILLAGES)
const day = fc.integer({ min: 0, max: 560 }).map((days) => new Date(Date.parse('2019-06-01') + days * 86_400_000).toISOString().slice(0, 10))
/** A household by its number in the pool: where it was registered and who lives in it. */
export const bornIn = (household: string) => VILLAGES[Number(household.at(-1)) % VILLAGES.length] ?? VILLAGES[0]
export const personOf = (household: string) => household.replace('H', 'P')
const where = (household: string) => ({ household, registeredIn: bornIn(household) })
const household = fc.constantFrom(...HOUSEHOLDS)

const of = (weight: number, arbitrary: fc.Arbitrary<AnyCommand>) => ({ weight, arbitrary: say(arbitrary) })

const officer = fc.constantFrom('helper:a', 'town:office')
const alertOf = (subject: string) =>
  subject.startsWith('H')
    ? { division: bornIn(subject), place: bornIn(subject), subject, cause: 'rule.drop-out' }
    : { division: subject, place: subject, subject, cause: 'watch.village-watch' }

const list = fc.record({
  programme: fc.constant('livingAllowance' as const),
  village,
  period: fc.constantFrom('2020.01', '2020.02'),
})

const steps: readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[] = [
  of(
    8,
    fc.tuple(household, village, day).map(([h, to, occurredOn]) => ({ type: 'MoveHousehold', data: { ...where(h), to, occurredOn } })),
  ),
  of(
    2,
    fc
      .tuple(village, village, day)
      .filter(([one, into]) => one !== into)
      .map(([one, into, occurredOn]) => ({ type: 'MergeVillage', data: { village: one, into, occurredOn } })),
  ),
  {
    weight: 1,
    arbitrary: about('MergeVillage', ({ data, commandId }) => {
      const { village: one } = data as { village: string }
      return {
        type: 'WithdrawMerger',
        data: { village: one, reverses: eventIdOf(`village-${one}-self`, commandId, 0), reason: 'mistaken' },
      }
    }),
  },
  of(
    8,
    fc
      .tuple(household, fc.constantFrom('illness' as const, 'flood' as const), day)
      .map(([h, risk, occurredOn]) => ({ type: 'ReportRisk', data: { ...where(h), risk, occurredOn } })),
  ),
  of(
    2,
    fc.tuple(household, day).map(([h, occurredOn]) => ({ type: 'ExitPoverty', data: { ...where(h), occurredOn } })),
  ),
  of(
    2,
    fc.tuple(household, day).map(([h, occurredOn]) => ({
      type: 'StartJob',
      data: { ...where(h), person: personOf(h), place: 'county', monthlyWage: 100_000, occurredOn },
    })),
  ),
  of(
    1,
    fc.tuple(household, day).map(([h, occurredOn]) => ({ type: 'CloseHousehold', data: { ...where(h), reason: 'movedAway', occurredOn } })),
  ),
  of(
    1,
    fc.tuple(household, day).map(([h, occurredOn]) => ({ type: 'ReportDeath', data: { ...where(h), person: personOf(h), occurredOn } })),
  ),
  // The list of one village may pay a household of another: what is paid is where the household is.
  of(
    6,
    fc.tuple(list, household, day, amount, fc.constantFrom('b1', 'b2')).map(([l, h, occurredOn, sum, bankReference]) => ({
      type: 'RecordPayments',
      data: { ...l, occurredOn, payments: [{ line: `L${h}`, household: h, person: personOf(h), amount: sum, bankReference }] },
    })),
  ),
  of(
    4,
    fc.tuple(village, household, day, amount).map(([v, h, occurredOn, sum]) => ({
      type: 'GrantLoan',
      data: { village: v, loan: `L.${h}`, household: h, amount: sum, dueOn: '2022-01-01', occurredOn },
    })),
  ),
  of(
    2,
    fc
      .tuple(fc.constantFrom(EAST, WEST, ...VILLAGES), day)
      .map(([division, occurredOn]) => ({ type: 'ProposeProject', data: { division, project: `p${division}`, kind: 'road', occurredOn } })),
  ),
  of(
    2,
    fc
      .tuple(fc.constantFrom(EAST, WEST, ...VILLAGES), day, amount)
      .map(([division, occurredOn, sum]) => ({ type: 'SettleProject', data: { division, project: `p${division}`, amount: sum, occurredOn } })),
  ),
  of(
    2,
    fc.tuple(fc.constantFrom(NATION, ...DIVISIONS), amount).map(([region, sum]) => ({
      type: 'SetMonitoringLine',
      data: { region, from: '2020-01-01', amount: sum, basis: 'test', assumption: true },
    })),
  ),
  of(
    2,
    fc.tuple(fc.constantFrom(EAST, WEST), fc.constantFrom('C1', 'C2')).map(([division, claim]) => ({
      type: 'PublishFigure',
      data: {
        ...{ division, report: 'R1', occurredOn: '2020-12-31', claim: `${claim}.${division}`, kind: 'computed', indicator: 'employment.started' },
        ...{
          value: 1,
          written: '1人',
          unit: 'person',
          relation: '=',
          period: { from: '2019-01-01', to: '2020-12-31' },
          reason: null,
          quote: '就业1人',
        },
      },
    })),
  ),
  of(
    1,
    fc.tuple(fc.constantFrom(...DIVISIONS), fc.constantFrom('kaaa', 'kbbb')).map(([division, key]) => ({
      type: 'IssueServiceKey',
      data: { division, key, role: 'recorder', hash: 'A'.repeat(43), occurredOn: '2020-01-01' },
    })),
  ),
  of(
    4,
    fc.tuple(fc.oneof(household, village), officer, day).map(([subject, assignee, occurredOn]) => ({
      type: 'RaiseAlert',
      data: { ...alertOf(subject), ...{ level: 2, sign: 'strong', evidence: [], firstSignOn: occurredOn, stage: 'village', assignee, occurredOn } },
    })),
  ),
  of(
    2,
    fc.tuple(household, officer, day).map(([h, assignee, occurredOn]) => {
      const { place: _, ...alert } = alertOf(h)
      return { type: 'AssignAlert', data: { ...alert, assignee, occurredOn } }
    }),
  ),
  of(
    2,
    fc.tuple(household, day).map(([h, occurredOn]) => {
      const { place: _, ...alert } = alertOf(h)
      return { type: 'AnswerAlert', data: { ...alert, found: 'atRisk', occurredOn } }
    }),
  ),
  of(
    1,
    fc.tuple(fc.constantFrom(EAST, WEST), household).map(([division, h]) => ({
      type: 'ReadNames',
      data: { division, reader: 'test:someone', reading: `r${h}`, persons: [personOf(h)], purpose: 'visit', occurredOn: '2020-01-01' },
    })),
  ),
]

const beginnings: readonly AnyCommand[] = [
  ...watched,
  ...VILLAGES.map(
    (v): AnyCommand => ({ type: 'RegisterVillage', data: { village: v, level: 'village', poverty: 'poor', occurredOn: '2019-01-01' } }),
  ),
  ...[EAST, WEST].map(
    (division): AnyCommand => ({
      type: 'PublishReport',
      data: { division, report: 'R1', title: '工作报告', period: { from: '2019-01-01', to: '2020-12-31' }, occurredOn: '2020-12-31' },
    }),
  ),
  ...HOUSEHOLDS.flatMap((h): AnyCommand[] => [
    { type: 'RegisterHousehold', data: { ...where(h), kind: 'registeredPoor', occurredOn: '2019-01-01' } },
    {
      type: 'AddMember',
      data: {
        ...{ ...where(h), person: personOf(h), relation: 'head', sex: 'female', bornIn: '1980-05' },
        ...{ reason: 'registered', standingFacts: [], occurredOn: '2019-01-01' },
      },
    },
  ]),
]

/** Random years of the two townships, as an import. Moves are told late and in any order, mergers are withdrawn, villages take each other in. */
export const townships: fc.Arbitrary<readonly Command[]> = fc.array(fc.oneof(...steps), { minLength: 15, maxLength: 45 }).map((random) => {
  const commands: Command[] = []
  const add = (command: AnyCommand) => {
    const knownAt = new Date(Date.parse('2021-01-01T00:00:00Z') + commands.length * 60_000).toISOString()
    commands.push({ ...command, commandId: `c${commands.length}`, actor: 'test:someone', source: 'import:test', knownAt })
  }
  for (const command of beginnings) add(command)
  for (const step of random) {
    const command = step(commands)
    if (command) add(command)
  }
  return commands
})
