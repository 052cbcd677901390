import { earliestOf, nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { ageOn, dayOfAge } from '../membership.ts'
import { need } from '../parameter.ts'
import { answer, defineRule, notSet, unknown } from '../rule.ts'

type Values = Readonly<{ out: readonly KnownHouseholdFact<'school'>[]; from: number; to: number }>

/** A member of the age of compulsory school is out of school (失学辍学) for another reason than health. */
export const dropOut = defineRule<Values>({
  id: 'drop-out',
  version: 1,
  title: { zh: '义务教育阶段失学辍学', en: 'Dropped out of compulsory school' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）；义务教育有保障的判断（mdbkg.com/sheng/pm135）',
  kind: 'warning',
  parameters: ['threshold.schoolAgeFrom', 'threshold.schoolAgeTo'],
  facts: ['school', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const set = need(view, { from: 'threshold.schoolAgeFrom', to: 'threshold.schoolAgeTo' })
    if ('missing' in set) return notSet(set.missing)
    const [from, to] = [set.from.body.value, set.to.body.value]
    const members = view.members().map(({ person, bornIn }) => ({ bornIn, last: view.byPerson('school').get(person)?.at(-1) }))
    const ofAge = members.filter(({ bornIn }) => from <= ageOn(bornIn, view.day) && ageOn(bornIn, view.day) <= to)
    const evidence = ofAge.flatMap(({ last }) => (isOut(last) ? [last] : []))
    const nextChangeOn = nextAfter(
      view.day,
      members.filter(({ last }) => isOut(last)).flatMap(({ bornIn }) => [dayOfAge(bornIn, from), dayOfAge(bornIn, to + 1)]),
    )
    const grounds = { evidence, parameters: [set.from, set.to], nextChangeOn }
    const unsaid = ofAge.filter(({ last }) => last === undefined).length
    if (evidence.length === 0 && unsaid > 0) {
      return unknown(
        { zh: `${unsaid} 名 ${from}–${to} 岁成员没有就学记录`, en: `no school status reported for ${unsaid} members aged ${from}–${to}` },
        { zh: '先报告就学情况', en: 'report the school status first' },
        grounds,
      )
    }
    return answer(evidence.length > 0, { out: evidence, from, to }, grounds)
  },

  tell: ({ out, from, to }, { fired }) => {
    const since = earliestOf(out)
    return {
      message: fired
        ? {
            zh: `${out.length} 名 ${from}–${to} 岁成员失学（${since} 起）`,
            en: `${out.length} members aged ${from}–${to} out of school (since ${since})`,
          }
        : { zh: `没有 ${from}–${to} 岁成员失学`, en: `no member aged ${from}–${to} out of school` },
      clearedBy: fired ? { zh: '复学', en: 'enrolled again' } : { zh: '报告失学辍学', en: 'a drop-out reported' },
      clauses: out.map(({ on }) => ({
        text: { zh: `一名成员 ${on} 起失学`, en: `one member out of school since ${on}` },
        value: on,
        parameter: null,
        holds: true,
      })),
    }
  },
})

/** Who cannot go to school for health is taught at home or freed, and has not dropped out. */
function isOut(last: KnownHouseholdFact<'school'> | undefined): last is KnownHouseholdFact<'school'> {
  return last?.body.status === 'droppedOut' && last.body.reason !== 'health'
}
