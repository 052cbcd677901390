import { addMonths, lastOfMonth, sameDayIn } from '../calendar.ts'
import { baseOf, type Home, membersOf, threshold } from '../home.ts'
import { costOf, incomeOf, schoolCosts } from '../income.ts'
import { any, type Naive, when } from '../rule.ts'
import type { Told } from '../told.ts'

const lineOf = ({ parameter, day }: Home) => parameter('monitoringLine', day)?.amount
const selfPaid = (bills: readonly Told<'MedicalBillReported'>[]) => bills.reduce((sum, { data }) => sum + data.compliantSelfPaid, 0)

const incomeUnderLine: Naive = (home) => {
  const income = incomeOf(home)
  const line = lineOf(home)
  if (income?.perHead === undefined || line === undefined) return undefined
  return when(income.perHead < line, income.fact, ...income.entries)
}

const incomeAfterExpense: Naive = (home) => {
  const income = incomeOf(home)
  const line = lineOf(home)
  if (income?.perHead === undefined || income.afterExpense === undefined || line === undefined) return undefined
  return when(income.selfPaid > 0 && income.perHead >= line && income.afterExpense < line, income.fact, ...income.entries, ...income.costs)
}

const medicalSelfPaid: Naive = (home) => {
  const months = threshold(home, 'medicalWindow')
  const line = threshold(home, baseOf(home) === 'ordinary' ? 'medicalOrdinary' : 'medicalRegistered')
  if (months === undefined || line === undefined) return undefined
  const after = sameDayIn(home.day, -months)
  return any(
    membersOf(home).flatMap(({ data: { person } }) => {
      const bills = home.of('MedicalBillReported').filter(({ data, on }) => data.person === person && data.care === 'inpatient' && on > after)
      return selfPaid(bills) >= line ? bills : []
    }),
  )
}

const outpatientCost: Naive = (home) => {
  const line = threshold(home, 'outpatientMonth')
  if (line === undefined) return undefined
  const month = home.day.slice(0, 7)
  return any(
    membersOf(home).flatMap(({ data: { person } }) =>
      [month, addMonths(month, -1)].flatMap((m) => {
        const bills = home.of('MedicalBillReported').filter(({ data, on }) => data.person === person && data.care !== 'inpatient' && on.startsWith(m))
        return selfPaid(bills) >= line ? bills : []
      }),
    ),
  )
}

const schoolingCost: Naive = (home) => {
  const line = threshold(home, 'schoolingYear')
  const ends = threshold(home, 'schoolYearEnds')
  if (line === undefined || ends === undefined) return undefined
  const members = membersOf(home).map(({ data }) => data.person)
  return any(
    schoolCosts(home).filter((told) => {
      const { person, stage, publicSchool, schoolYear } = told.data
      const last = lastOfMonth(`${schoolYear + 1}-${String(ends).padStart(2, '0')}`)
      return members.includes(person) && ['senior', 'vocational'].includes(stage) && publicSchool && costOf(told) > line && home.day <= last
    }),
  )
}

export const incomeAndCost = {
  'income-under-line': incomeUnderLine,
  'income-after-expense': incomeAfterExpense,
  'medical-self-paid': medicalSelfPaid,
  'outpatient-cost': outpatientCost,
  'schooling-cost': schoolingCost,
} satisfies Record<string, Naive>
