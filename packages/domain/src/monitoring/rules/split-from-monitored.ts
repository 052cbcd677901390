import type { KnownHouseholdFact } from '../facts.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs } from '../sign-answer.ts'

const ID = 'split-from-monitored'

/** The household came out of one that was monitored on that day (分户), and who came along still belongs to it. Monitoring itself stays behind. */
export const splitFromMonitored = defineRule<Signs<KnownHouseholdFact<'split'>>>({
  id: ID,
  version: 1,
  title: { zh: '从监测户分户', en: 'Split from a monitored household' },
  source: '广东省动态管理办法（m.xh0598.com，post_347084）；分户问题报道（crnews.net/xw/sh/65941）',
  kind: 'warning',
  parameters: [],
  facts: ['split', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const joinings = view.byPerson('memberJoined')
    const bySplit = (person: string) => view.isMember(person) && joinings.get(person)?.at(-1)?.body.reason === 'split'
    const splits = view.of('split').filter(({ body }) => body.monitored && body.persons.some(bySplit))
    return answerStanding(view, ID, splits)
  },

  tell: (signs, { fired }) => {
    const or = orAfter(signs)
    const on = signs.facts.at(-1)?.on
    return {
      message: fired
        ? { zh: `${on} 从监测户分出`, en: `split from a monitored household on ${on}` }
        : { zh: '近期没有从监测户分出', en: 'not lately split from a monitored household' },
      clearedBy: fired
        ? { zh: `已核实${or.zh}`, en: `checked and settled${or.en}` }
        : { zh: '从监测户分户', en: 'a split from a monitored household' },
      clauses: clausesOf(signs, () => ({ zh: '从监测户分出', en: 'split from a monitored household' })),
    }
  },
})
