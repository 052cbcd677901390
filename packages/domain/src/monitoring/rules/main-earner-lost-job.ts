import { inYuan } from '../../values/money.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { membersOn } from '../membership.ts'
import { isAfter } from '../order.ts'
import { cited, need } from '../parameter.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs } from '../sign-answer.ts'
import type { View } from '../view.ts'
import { mainEarners, type Wage } from '../wages.ts'

const ID = 'main-earner-lost-job'
type Lost = KnownHouseholdFact<'jobLost'>
type Values = Readonly<{ signs: Signs<Lost>; wage: number | undefined; months: ParameterFact<'threshold.wageWindow'> }>

/** The member who had earned the most lost the job (主要劳动力失业) and found no other. */
export const mainEarnerLostJob = defineRule<Values>({
  id: ID,
  version: 1,
  title: { zh: '主要劳动力失业', en: 'The main earner lost the job' },
  source: '旺苍县 2021-10-27（scgw.gov.cn，Detail.aspx?id=20211027172648236）',
  kind: 'warning',
  parameters: ['threshold.wageWindow'],
  facts: ['jobLost', 'job', 'incomeEntry', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const set = need(view, { months: 'threshold.wageWindow' })
    if ('missing' in set) return notSet(set.missing)
    const wages = new Map<Lost, Wage>()
    for (const lost of workless(view)) {
      const wage = wageOfMainEarner(view, lost, set.months.body.value)
      if (wage !== undefined) wages.set(lost, wage)
    }
    const { outcome, values, evidence, parameters, nextChangeOn } = answerStanding(view, ID, [...wages.keys()])
    const signs = values ?? { facts: [], days: undefined, parameter: null }
    const earned = signs.facts.map((lost) => wages.get(lost))
    return answer(
      outcome === 'fired',
      { signs, wage: earned.at(-1)?.amount, months: set.months },
      {
        evidence: [...new Set([...evidence, ...view.known(earned.flatMap((wage) => wage?.facts ?? []))])],
        parameters: [set.months, ...parameters],
        nextChangeOn,
      },
    )
  },

  tell: ({ signs, wage, months }, { fired }) => {
    const count = months.body.value
    const or = orAfter(signs)
    const has = inYuan(wage ?? 0)
    const on = signs.facts.at(-1)?.on
    const parameter = cited(months, count)
    return {
      message: fired
        ? {
            zh: `近 ${count} 个月工资最高（${has.zh}）的成员 ${on} 失业，未再就业`,
            en: `the member with the largest wage of ${count} months (${has.en}) lost the job on ${on} and has no other`,
          }
        : { zh: `近 ${count} 个月工资最高的成员没有失业`, en: `the member with the largest wage of ${count} months has not lost the job` },
      clearedBy: fired ? { zh: `再就业${or.zh}`, en: `a new job${or.en}` } : { zh: '报告该成员失业', en: "that member's job reported lost" },
      clauses: [
        ...clausesOf(signs, () => ({ zh: '一名成员失业', en: 'one member lost the job on' })),
        ...(fired ? [{ text: { zh: `工资 ${has.zh}`, en: `wage ${has.en}` }, value: wage ?? null, parameter, holds: true }] : []),
      ],
    }
  },
})

/** Jobs that members lost, and no job was reported of them since. */
function workless(view: View): readonly Lost[] {
  const jobs = view.byPerson('job')
  return view.of('jobLost').filter((lost) => view.isMember(lost.body.person) && !jobs.get(lost.body.person)?.some((job) => isAfter(job, lost)))
}

/** What the person had earned, if nobody in the household had earned more before that day. */
function wageOfMainEarner(view: View, { on, body }: Lost, months: number): Wage | undefined {
  const losses = view.of('jobLost')
  const lostThen = losses.filter((lost) => lost.on === on).map((lost) => lost.body.person)
  const persons = new Set([...membersOn(view.books().moves, on).map(({ person }) => person), ...lostThen])
  return mainEarners([...persons], on, months, { entries: view.of('incomeEntry'), jobs: view.of('job'), losses }).get(body.person)
}
