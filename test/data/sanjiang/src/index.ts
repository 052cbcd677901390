import type { AnyCommand } from '@rural-tracker/domain'
import { figureRows, planClaims } from './claims.ts'
import { type EventIdOf, planHouseholds } from './households.ts'
import { planLists } from './lists.ts'
import { persons } from './persons.ts'
import { TOWNSHIP } from './places.ts'
import { Plan } from './plan.ts'
import { population } from './population.ts'
import { planVillages } from './villages.ts'
import { planLoans, planPartnerships, planWorks } from './works.ts'

export { figureRows }
export const SOURCE = 'import:demo'

export type DemoCommand = AnyCommand & Readonly<{ commandId: string; actor: string; source: string; knownAt: string }>

const idOf = (key: string) => `demo:${key}`

/**
 * 虚构演示数据: five invented years of a township, whose events add up to every figure of its report that can be added up. The same
 * commands come every time, in the order in which they would have been known.
 */
export function* sanjiangHistory(eventId: EventIdOf): Generator<DemoCommand> {
  const plan = new Plan()
  const households = population()
  planParameters(plan)
  planVillages(plan, households)
  planHouseholds(plan, households, idOf, eventId)
  planLists(plan, households)
  planWorks(plan)
  planPartnerships(plan, households)
  planLoans(plan, households)
  planClaims(plan)
  for (const { at, key, actor, command } of plan.inOrder()) yield { ...command, commandId: idOf(key), actor, source: SOURCE, knownAt: at }
}

/** National figures, not Hunan's own: no source was found for Hunan 2020–2022. */
function planParameters(plan: Plan): void {
  const line = (year: number, amount: number, basis: string, known: string) =>
    plan.add(known, `line.${year}`, 'town:office', {
      type: 'SetMonitoringLine',
      data: { region: '000000000000', from: `${year}-01-01`, to: `${year}-12-31`, amount, basis, assumption: true },
    })
  line(2020, 500_000, '国务院扶贫开发领导小组 2020-03-20', '2020-03-25')
  line(2021, 600_000, '中农组发〔2021〕7号', '2021-05-20')
  plan.add('2016-01-05', 'tariff.post', 'town:office', {
    type: 'SetTariff',
    data: { region: '431224000000', programme: 'publicWelfarePost', amount: 1_000_000, basis: '报告：1万元/人/年', occurredOn: '2016-01-01' },
  })
}

export const sanjiang = { asOf: '2020-12-31', title: '三江镇 2016–2020 年', division: TOWNSHIP, commands: sanjiangHistory, persons }
