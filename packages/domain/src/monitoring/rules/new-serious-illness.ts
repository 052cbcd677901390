import type { KnownHouseholdFact } from '../facts.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs, within } from '../sign-answer.ts'

const ID = 'new-serious-illness'

/** A member was found to be seriously ill (大病), and nothing later was said about the member's health. */
export const newSeriousIllness = defineRule<Signs<KnownHouseholdFact<'health'>>>({
  id: ID,
  version: 1,
  title: { zh: '新发大病', en: 'Newly confirmed serious illness' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）',
  kind: 'warning',
  parameters: [],
  facts: ['health', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const last = [...view.byPerson('health')].filter(([person]) => view.isMember(person)).flatMap(([, said]) => said.slice(-1))
    const ill = last.filter(({ body }) => body.health === 'seriousIllness')
    return answerStanding(view, ID, ill)
  },

  tell: (signs, { fired }) => {
    const days = within(signs)
    const or = orAfter(signs)
    const on = signs.facts.at(-1)?.on
    return {
      message: fired
        ? { zh: `${on} 起一名成员新发大病${days.zh}`, en: `one member newly with a serious illness since ${on}${days.en}` }
        : { zh: `没有成员新发大病${days.zh}`, en: `no member newly with a serious illness${days.en}` },
      clearedBy: fired
        ? { zh: `健康状况更新${or.zh}`, en: `a later report on the member's health${or.en}` }
        : { zh: '报告成员患大病', en: 'a serious illness reported' },
      clauses: clausesOf(signs, () => ({ zh: '一名成员患大病', en: 'one member seriously ill since' })),
    }
  },
})
