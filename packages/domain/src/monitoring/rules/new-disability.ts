import type { KnownHouseholdFact } from '../facts.ts'
import { isAfter } from '../order.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs, within } from '../sign-answer.ts'
import type { View } from '../view.ts'

const ID = 'new-disability'
type Disability = KnownHouseholdFact<'disability'> | KnownHouseholdFact<'health'>

/** A member is disabled, by certificate or by what was reported of the member's health, and was not before: only the first word of it counts. */
export const newDisability = defineRule<Signs<Disability>>({
  id: ID,
  version: 1,
  title: { zh: '新增残疾', en: 'New disability' },
  source: '旺苍县 2021-10-27（scgw.gov.cn，Detail.aspx?id=20211027172648236）',
  kind: 'warning',
  parameters: [],
  facts: ['disability', 'health', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const firsts = view.members().flatMap(({ person }) => firstOf(view, person) ?? [])
    return answerStanding(view, ID, firsts)
  },

  tell: (signs, { fired }) => {
    const days = within(signs)
    const on = signs.facts.at(-1)?.on
    return {
      message: fired
        ? { zh: `${on} 起一名成员新增残疾${days.zh}`, en: `one member newly disabled since ${on}${days.en}` }
        : { zh: `没有成员新增残疾${days.zh}`, en: `no member newly disabled${days.en}` },
      clearedBy: fired ? cleared(signs) : { zh: '报告成员残疾或残疾证', en: 'a disability reported or certified' },
      clauses: clausesOf(signs, () => ({ zh: '一名成员残疾', en: 'one member disabled since' })),
    }
  },
})

function firstOf(view: View, person: string): Disability | undefined {
  const certified = view.byPerson('disability').get(person)?.[0]
  const reported = view
    .byPerson('health')
    .get(person)
    ?.find(({ body }) => body.health === 'disabled')
  if (certified === undefined || reported === undefined) return certified ?? reported
  return isAfter(certified, reported) ? reported : certified
}

function cleared(signs: Signs<Disability>) {
  const or = orAfter(signs)
  return { zh: `撤回误报${or.zh}`, en: `a mistaken report withdrawn${or.en}` }
}
