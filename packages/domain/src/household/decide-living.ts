import type { z } from 'zod'
import { type Decision, type Refusal, refuse } from '../aggregate.ts'
import { isSaid, words } from '../said.ts'
import { lastDayOf } from '../values/months.ts'
import { command, once, plainReport, registeredIn, stream, unknown, without } from './command.ts'
import * as events from './events.ts'
import { isTwelveWholeMonths } from './months.ts'
import { factKey, type HouseholdState } from './state.ts'

/**
 * A report under a number of the township's own, such as an entry or a bill. The same words again are no event; other words under the same
 * number would count twice, so they are a correction or need another number.
 */
function numbered(state: HouseholdState, fact: events.HouseholdEvent, taken: Refusal): Decision {
  if (!state.registered) return unknown
  const key = factKey(fact)
  if (isSaid(state.said, key, fact)) return []
  return state.said.get(key) !== undefined ? taken : [fact]
}

const monthsInverted = refuse(
  'household.months-inverted',
  '起始月份晚于截止月份，请核对。',
  'The first month lies after the last one; check the months.',
)
const entryNumberTaken = refuse(
  'household.entry-number-taken',
  '该编号已有另一笔记录；原记录有误请更正或撤回，另一笔请换编号。',
  'The number stands for another entry; correct or withdraw that one, or give this one its own number.',
)
const billNumberTaken = refuse(
  'household.bill-number-taken',
  '该单据已登记且内容不同；原记录有误请更正。',
  'The bill is recorded in other words; correct it if those were wrong.',
)

export const reportLabour = plainReport('ReportLabour', events.LabourReported)

/** The day of the entry is the last day of its months. */
export const recordIncome = command({
  type: 'RecordIncome',
  kind: 'report',
  data: events.IncomeRecorded.schema.omit({ occurredOn: true }).extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (data.months.from > data.months.to) return monthsInverted
    return numbered(state, events.IncomeRecorded({ ...without(data), occurredOn: lastDayOf(data.months.to) }), entryNumberTaken)
  },
})

export const correctIncomeEntry = command({
  type: 'CorrectIncomeEntry',
  kind: 'order',
  data: events.IncomeEntryCorrected.schema.pick({ household: true, entry: true, is: true, reason: true }).extend(registeredIn),
  stream,
  decide: ({ household, entry, is, reason }, state) => {
    const known = state.entries.find((one) => one.entry === entry)
    if (!known) {
      return refuse('household.no-such-entry', '该户没有这笔收入记录，请核对编号。', 'The household has no such income entry; check its number.')
    }
    if (is.months.from > is.months.to) return monthsInverted
    const { id: corrects, on: _on, entry: _entry, ...was } = known
    if (words(was) === words(is)) return []
    return [events.IncomeEntryCorrected({ household, occurredOn: lastDayOf(is.months.to), corrects, entry, was, is, reason })]
  },
})

/** The annual window or the twelve months before an application: whole months in either case (S29, S31). */
export const collectIncome = command({
  type: 'CollectIncome',
  kind: 'report',
  data: events.IncomeCollected.schema.omit({ occurredOn: true }).extend({
    ...registeredIn,
    window: events.IncomeCollected.schema.shape.window.refine(isTwelveWholeMonths, 'not twelve whole months'),
  }),
  stream,
  decide: (data, state) => once(state, events.IncomeCollected({ ...without(data), occurredOn: data.window.to })),
})

const billDoesNotAddUp = refuse(
  'household.bill-does-not-add-up',
  '报销与合规自付之和超过总费用，请核对单据。',
  'What was reimbursed and what was paid come to more than the total; check the bill.',
)
function addsUp({ total, reimbursed, compliantSelfPaid }: Pick<z.output<typeof events.MedicalBill>, 'total' | 'reimbursed' | 'compliantSelfPaid'>) {
  return reimbursed + compliantSelfPaid <= total
}

export const reportMedicalBill = command({
  type: 'ReportMedicalBill',
  kind: 'report',
  data: events.MedicalBillReported.schema.extend(registeredIn),
  stream,
  decide: (data, state) => (addsUp(data) ? numbered(state, events.MedicalBillReported(without(data)), billNumberTaken) : billDoesNotAddUp),
})

export const correctMedicalBill = command({
  type: 'CorrectMedicalBill',
  kind: 'order',
  data: events.MedicalBillCorrected.schema.pick({ household: true, bill: true, is: true, reason: true }).extend(registeredIn),
  stream,
  decide: ({ household, bill, is, reason }, state) => {
    const known = state.bills.find((one) => one.bill === bill)
    if (!known) {
      return refuse('household.no-such-bill', '该户没有这张医疗费单据，请核对编号。', 'The household has no such medical bill; check its number.')
    }
    if (!addsUp(is)) return billDoesNotAddUp
    const { id: corrects, on: occurredOn, bill: _bill, ...was } = known
    if (words(was) === words(is)) return []
    return [events.MedicalBillCorrected({ household, occurredOn, corrects, bill, was, is, reason })]
  },
})

export const reportSchoolingCost = plainReport('ReportSchoolingCost', events.SchoolingCostReported)

export const recordExpense = command({
  type: 'RecordExpense',
  kind: 'report',
  data: events.ExpenseRecorded.schema.omit({ occurredOn: true }).extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (data.months.from > data.months.to) return monthsInverted
    return numbered(state, events.ExpenseRecorded({ ...without(data), occurredOn: lastDayOf(data.months.to) }), entryNumberTaken)
  },
})

export const reportInsurancePayout = plainReport('ReportInsurancePayout', events.InsurancePaidOut)
export const certifyDisability = plainReport('CertifyDisability', events.DisabilityCertified)

export const livingCommands = [
  reportLabour,
  recordIncome,
  correctIncomeEntry,
  collectIncome,
  reportMedicalBill,
  correctMedicalBill,
  reportSchoolingCost,
  recordExpense,
  reportInsurancePayout,
  certifyDisability,
] as const
