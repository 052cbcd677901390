import type { AnyCommand } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { about, amount, day, household, later, member, say } from './steps.ts'

type OfHousehold = { registeredIn: string; household: string }
const ofHousehold = ({ registeredIn, household: id }: OfHousehold) => ({ registeredIn, household: id })
/** The first event that the command wrote, if it wrote any. */
const eventOf = ({ registeredIn, household: id }: OfHousehold, commandId: string) => eventIdOf(`household-${registeredIn}-${id}`, commandId, 0)

const month = fc.constantFrom('2019-10', '2020-01', '2020-05', '2020-09')
const entry = fc.record({
  kind: fc.constantFrom('migrantWage' as const, 'cropSales' as const, 'pension' as const, 'oneOffRelief' as const),
  months: fc.tuple(month, month).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
  amount,
  source: fc.constantFrom('told' as const, 'bank' as const),
})
const costs = { care: 'inpatient' as const, total: 900_000, reimbursed: 300_000 }

/** What a household lives on, told and corrected. */
const income = [
  {
    weight: 2,
    arbitrary: say(
      fc
        .tuple(household, fc.constantFrom('e1', 'e2', 'e3'), entry)
        .map(([where, id, is]) => ({ type: 'RecordIncome', data: { ...where, entry: id, ...is } })),
    ),
  },
  {
    weight: 1,
    arbitrary: entry.chain((is) =>
      about('RecordIncome', ({ data }) => {
        const { entry: id, ...of } = data as OfHousehold & { entry: string }
        return { type: 'CorrectIncomeEntry', data: { ...ofHousehold(of), entry: id, is, reason: 'recalculated' } }
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(household, fc.constantFrom('2019', '2020')).map(([where, year]) => ({
        type: 'CollectIncome',
        data: {
          ...where,
          window: { from: `${Number(year) - 1}-10-01`, to: `${year}-09-30` },
          collector: 'helper',
          collectedOn: `${year}-10-12`,
        },
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(member, fc.constantFrom('b1', 'b2'), day, amount).map(([{ person, ...where }, bill, occurredOn, sum]) => ({
        type: 'ReportMedicalBill',
        data: { ...where, person, bill, ...costs, compliantSelfPaid: Math.min(sum, 600_000), occurredOn },
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: amount.chain((sum) =>
      about('ReportMedicalBill', ({ data }) => {
        const { person, bill, ...of } = data as OfHousehold & { person: string; bill: string }
        const is = { ...costs, person, compliantSelfPaid: Math.min(sum, 600_000) }
        return { type: 'CorrectMedicalBill', data: { ...ofHousehold(of), bill, is, reason: 'recalculated' } }
      }),
    ),
  },
]

/** What strikes it, and what is made good. */
const shocks = [
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(household, fc.constantFrom('l1', 'l2'), day, amount).map(([where, loss, occurredOn, sum]) => ({
        type: 'ReportDisasterLoss',
        data: { ...where, loss, kind: 'flood', amount: sum, occurredOn },
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 200 }).chain((days) =>
      about('ReportDisasterLoss', ({ data, commandId }) => {
        const { occurredOn, ...of } = data as OfHousehold & { occurredOn: string }
        const recovers = eventOf(of, commandId)
        return { type: 'ReportRecovery', data: { ...ofHousehold(of), recovers, how: 'rebuilt', occurredOn: later(occurredOn, days) } }
      }),
    ),
  },
]

const WITHDRAWABLE = ['RecordIncome', 'ReportMedicalBill', 'ReportDisasterLoss', 'ReportDeath', 'StartJob'] as const

/** What was said by mistake; a household that splits, ends, and is there again. */
const standing = [
  {
    weight: 2,
    arbitrary: fc.constantFrom(...WITHDRAWABLE).chain((type) =>
      about(type, ({ data, commandId }): AnyCommand => {
        const of = data as OfHousehold
        return { type: 'WithdrawReport', data: { ...ofHousehold(of), reverses: eventOf(of, commandId), reason: 'duplicate' } }
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(member, day).map(([{ person, ...where }, occurredOn]) => ({
        type: 'SplitHousehold',
        data: { ...where, into: 'H00009', persons: [person], occurredOn },
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(household, day).map(([where, occurredOn]) => ({ type: 'CloseHousehold', data: { ...where, reason: 'movedAway', occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 200 }).chain((days) =>
      about('CloseHousehold', ({ data, commandId }) => {
        const { occurredOn, ...of } = data as OfHousehold & { occurredOn: string }
        const reverses = eventOf(of, commandId)
        return { type: 'WithdrawClosing', data: { ...ofHousehold(of), reverses, reason: 'returned', occurredOn: later(occurredOn, days) } }
      }),
    ),
  },
]

/** What is reported of a household besides what the list is made of today. */
export const living = [...income, ...shocks, ...standing]
