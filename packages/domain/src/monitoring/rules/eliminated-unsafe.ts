import type { Text } from '../../aggregate.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import { nextAfter } from '../days.ts'
import { answer, defineRule } from '../rule.ts'
import { listed } from '../words.ts'

const GUARANTEES = {
  'drop-out': { zh: '失学', en: 'schooling' },
  'house-unsafe': { zh: '住房', en: 'the house' },
  'water-unsafe': { zh: '饮水', en: 'water' },
  'insurance-missing': { zh: '参保', en: 'insurance' },
} as const satisfies Readonly<Record<string, Text>>
type Guarantee = keyof typeof GUARANTEES

type Values = Readonly<{ eliminatedOn: string; unsafe: readonly Text[] }>

/** After the elimination one of the three guarantees or the water is not safe: the rules that watch them fire. */
export const eliminatedUnsafe = defineRule<Values | null>({
  id: 'eliminated-unsafe',
  version: 1,
  title: { zh: '消除后三保障或饮水不安全', en: 'A guarantee is unsafe after elimination' },
  source: '长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: [],
  facts: ['case.RiskEliminated', 'case.EliminationRolledBack'],
  asks: Object.keys(GUARANTEES),

  check: (view) => {
    const eliminated = view.case().current?.eliminated
    if (eliminated === undefined) return answer(false, null)
    const asked = (Object.keys(GUARANTEES) as Guarantee[]).map((rule) => ({ rule, checked: view.outcome(rule) }))
    const unsafe = asked.filter(({ checked }) => checked.outcome === 'fired')
    return answer(
      unsafe.length > 0,
      { eliminatedOn: eliminated.on, unsafe: unsafe.map(({ rule }) => GUARANTEES[rule]) },
      {
        evidence: [eliminated, ...unsafe.flatMap(({ checked }) => checked.evidence)],
        parameters: [...new Set(unsafe.flatMap(({ checked }) => checked.parameters))],
        nextChangeOn: nextAfter(
          view.day,
          asked.map(({ checked }) => checked.nextChangeOn),
        ),
        missing: asked.flatMap(({ rule, checked }) =>
          checked.missing.map(({ what, remedy }) => {
            const { zh, en } = GUARANTEES[rule]
            return { what: { zh: `${zh}：${what.zh}`, en: `${en}: ${what.en}` }, remedy }
          }),
        ),
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_ELIMINATED
    const { eliminatedOn, unsafe } = values
    const { zh, en } = listed(unsafe)
    return {
      message: fired
        ? { zh: `消除（${eliminatedOn}）后：${zh} 不安全`, en: `after elimination (${eliminatedOn}) unsafe: ${en}` }
        : { zh: `消除（${eliminatedOn}）后三保障和饮水没有不安全的记录`, en: `after elimination (${eliminatedOn}) nothing unsafe is reported` },
      clearedBy: fired ? { zh: '解决该项', en: 'what is unsafe made safe' } : { zh: '报告不安全', en: 'a guarantee reported as unsafe' },
      clauses: unsafe.map((word) => ({ text: word, value: null, parameter: null, holds: true })),
    }
  },
})
