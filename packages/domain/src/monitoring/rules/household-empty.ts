import type { KnownHouseholdFact } from '../facts.ts'
import { answer, defineRule } from '../rule.ts'

type Values = Readonly<{ members: number; had: boolean }>

/** Everybody has died or left, and the household was not closed. */
export const householdEmpty = defineRule<Values>({
  id: 'household-empty',
  version: 1,
  title: { zh: '户内已无成员', en: 'Nobody is left in the household' },
  source: '广东动态管理（m.xh0598.com post_347084）：自然销户',
  kind: 'process',
  parameters: [],
  facts: ['residence', 'closed', 'reopened', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const members = view.members().length
    const had = view.of('memberJoined').length > 0
    const gone: readonly KnownHouseholdFact[] = [...view.of('memberLeft'), ...view.of('died')]
    const empty = had && members === 0
    return answer(empty && view.last('residence') !== undefined, { members, had }, { evidence: empty ? gone : [] })
  },

  tell: ({ members, had }, { fired }) => {
    const text = fired
      ? { zh: '户内已无成员，未销户', en: 'nobody is left, the household is not closed' }
      : had
        ? { zh: `户内有 ${members} 名成员`, en: `${members} members are in the household` }
        : { zh: '没有登记过成员', en: 'nobody was ever registered as a member' }
    return {
      message: text,
      clearedBy: fired ? { zh: '销户', en: 'the household closed' } : { zh: '成员都离开', en: 'all members gone' },
      clauses: [{ text, value: members, parameter: null, holds: fired }],
    }
  },
})
