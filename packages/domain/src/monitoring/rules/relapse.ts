import type { Text } from '../../aggregate.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import { nextAfter } from '../days.ts'
import { answer, type Checked, defineRule } from '../rule.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'

/** The warnings that are grave enough by themselves, in the order of the registry; weak signs count when they add up. */
const STRONG = [
  'income-under-line',
  'income-after-expense',
  'medical-self-paid',
  'drop-out',
  'house-unsafe',
  'water-unsafe',
  'insurance-missing',
  'main-earner-lost-job',
  'disaster',
  'accident',
  'industry-failed',
  'loan-overdue',
] as const
const TOGETHER = 'weak-signs'

type Way = 'rollBack' | 'reMark'
type Sign = Readonly<{ title: Text; way: Way; checked: Checked }>
type Values = Readonly<{ eliminatedOn: string; signs: readonly Omit<Sign, 'checked'>[] }>

const WAYS: Readonly<Record<Way, Text>> = { rollBack: { zh: '回退', en: 'roll-back' }, reMark: { zh: '再标注', en: 're-marking' } }

/**
 * After the elimination there are signs again. What was there before it and fired already on its day says that the elimination was weak (回退); what
 * is new is a new risk (再标注).
 */
export const relapse = defineRule<Values | null>({
  id: 'relapse',
  version: 1,
  title: { zh: '消除后又现风险', en: 'Signs again after elimination' },
  source: '固镇县 2021 动态调整方案（m.yitendongli.com 81221873）',
  kind: 'process',
  parameters: [],
  facts: ['case.RiskEliminated', 'case.EliminationRolledBack'],
  asks: [...STRONG, TOGETHER],

  check: (view) => {
    const eliminated = view.case().current?.eliminated
    if (eliminated === undefined) return answer(false, null)
    const asked = STRONG.filter((rule) => view.adoption(rule) !== undefined)
    const again = [...asked, TOGETHER].map((rule) => [rule, view.outcome(rule)] as const)
    const signs = again.flatMap(([rule, checked]) => signOf(view, eliminated.on, rule, checked) ?? [])
    return answer(
      signs.length > 0,
      { eliminatedOn: eliminated.on, signs: signs.map(({ title, way }) => ({ title, way })) },
      {
        evidence: [...new Set(signs.flatMap(({ checked }) => checked.evidence))],
        parameters: [...new Set(signs.flatMap(({ checked }) => checked.parameters))],
        nextChangeOn: nextAfter(
          view.day,
          again.map(([, checked]) => checked.nextChangeOn),
        ),
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_ELIMINATED
    const { eliminatedOn, signs } = values
    const { zh, en } = listed(signs.map(({ title }) => title))
    const ways = [...new Set(signs.map(({ way }) => way))].map((way) => WAYS[way])
    const [told, said] = [ways.map((way) => way.zh).join('／'), ways.map((way) => way.en).join(' / ')]
    return {
      message: fired
        ? { zh: `消除（${eliminatedOn}）后又有：${zh}；建议${told}`, en: `after elimination (${eliminatedOn}): ${en}; proposes ${said}` }
        : { zh: `消除（${eliminatedOn}）后没有新的信号`, en: `no new sign after elimination (${eliminatedOn})` },
      clearedBy: fired ? { zh: '回退、再标注或风险解除', en: 'a roll-back, a re-marking, or the cause gone' } : { zh: '新的信号', en: 'a new sign' },
      clauses: signs.map(({ title, way }) => ({
        text: { zh: `${title.zh}：${WAYS[way].zh}`, en: `${title.en}: ${WAYS[way].en}` },
        value: way,
        parameter: null,
        holds: true,
      })),
    }
  },
})

function signOf(view: View, eliminatedOn: string, id: string, checked: Checked): Sign | undefined {
  if (checked.outcome !== 'fired') return undefined
  if (id !== TOGETHER && !checked.evidence.some(({ on }) => on > eliminatedOn)) return undefined
  const before = checked.evidence.some(({ on }) => on <= eliminatedOn) && view.at(eliminatedOn).outcome(id).outcome === 'fired'
  const title = view.rules.find((rule) => rule.id === id)?.title ?? { zh: id, en: id }
  return { title, way: before ? 'rollBack' : 'reMark', checked }
}
