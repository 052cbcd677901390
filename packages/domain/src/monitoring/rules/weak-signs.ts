import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { peopleOf } from '../people.ts'
import { answer, defineRule, notSet, type Rule } from '../rule.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'

const ID = 'weak-signs'
type Values = Readonly<{
  titles: readonly Text[]
  needed: ParameterFact<'threshold.weakSigns'>
  days: ParameterFact<'threshold.weakSignDays'>
}>

/** Several rules that are adopted as weak signs fire together on facts of the last days: each says little, all together they say something. */
export const weakSigns = defineRule<Values>({
  id: ID,
  version: 1,
  title: { zh: '多个弱信号叠加', en: 'Several weak signs together' },
  source: '本系统假定，无来源',
  kind: 'warning',
  parameters: ['threshold.weakSigns', 'threshold.weakSignDays'],
  facts: ['waived', 'ended'],
  asks: 'warnings',

  check: (view) => {
    const set = need(view, { needed: 'threshold.weakSigns', days: 'threshold.weakSignDays' })
    if ('missing' in set) return notSet(set.missing)
    const days = set.days.body.value
    const people = peopleOf(view)
    const waived = new Set(people.waivers.map(({ body }) => body.rule))
    const weak = weakRules(view)
    const signs = weak.flatMap((rule) => {
      const { outcome, evidence } = view.outcome(rule.id)
      const latest = latestOf(evidence)
      const counts = outcome === 'fired' && !waived.has(rule.id) && latest !== undefined && view.day < plusDays(latest, days)
      return counts ? [{ rule, evidence, over: plusDays(latest, days) }] : []
    })
    return answer(
      signs.length >= set.needed.body.value,
      { titles: signs.map(({ rule }) => rule.title), needed: set.needed, days: set.days },
      {
        evidence: [...new Set(signs.flatMap(({ evidence }) => evidence))],
        parameters: [set.needed, set.days],
        nextChangeOn: nextAfter(view.day, [
          people.nextChangeOn,
          ...signs.map(({ over }) => over),
          ...weak.map(({ id }) => view.outcome(id).nextChangeOn),
        ]),
      },
    )
  },

  tell: ({ titles, needed, days }, { fired }) => {
    const [length, count, limit] = [days.body.value, titles.length, needed.body.value]
    const sign = fired ? '≥' : '<'
    const from = origin(needed)
    const { zh, en } = listed(titles)
    const clause = {
      text: { zh: `${length} 天内弱信号 ${count} ${sign} ${limit}`, en: `weak signs in ${length} days: ${count} ${sign} ${limit}` },
      value: count,
      parameter: cited(needed, limit),
      holds: fired,
    }
    return {
      message: {
        zh: `${length} 天内 ${count} 个弱信号 ${sign} ${limit}${zh && `：${zh}`}${from.zh}`,
        en: `${count} weak signs in ${length} days ${sign} ${limit}${en && `: ${en}`}${from.en}`,
      },
      clearedBy: fired
        ? { zh: `其中信号减少到 ${limit - 1} 个以下`, en: `no more than ${limit - 1} of these signs left` }
        : { zh: `${length} 天内弱信号达到 ${limit} 个`, en: `${limit} weak signs in ${length} days` },
      clauses: [clause],
    }
  },
})

/** Only warnings are signs: a rule on the procedure may itself ask for this one. */
function weakRules(view: View): readonly Rule[] {
  return view.rules.filter(({ id, kind }) => kind === 'warning' && id !== ID && view.adoption(id)?.body.sign === 'weak')
}

function latestOf(facts: readonly KnownHouseholdFact[]): string | undefined {
  return facts.reduce<string | undefined>((last, { on }) => (last === undefined || on > last ? on : last), undefined)
}
