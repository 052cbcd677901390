import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { inYuan } from '../../values/money.ts'
import { MONITORING_CLASSES } from '../../values/monitoring-classes.ts'
import { NOT_RECOGNISED } from '../case-told.ts'
import type { Round } from '../case-state.ts'
import { cited, type Missing, missingIn, origin } from '../parameter.ts'
import { answer, defineRule } from '../rule.ts'
import type { View } from '../view.ts'
import { listed, wordFor } from '../words.ts'

type Limit = 'monitoringLine' | 'threshold.perHeadAtRecognition'
type Clause = Readonly<{ text: Text; value: number | string; parameter: ParameterFact<Limit> | undefined; holds: boolean }>
type Values = Readonly<{ class: string; clauses: readonly Clause[] }>

const OF_FORMER_POOR = new Set(['unstableExit', 'exitMonitored'])
const OF_ORDINARY = new Set(['marginal', 'nearPoor'])

/**
 * The class under which the household was recognised contradicts what it is or what it had. Its income is that of the recognition's own
 * snapshot, the line that of its day.
 */
export const classContradictsLine = defineRule<Values | null>({
  id: 'class-contradicts-line',
  version: 1,
  title: { zh: '类别与收入不符', en: 'The class contradicts the income' },
  source: '秦安县监测对象识别认定问答（qinan.gov.cn/info/11792/1360362）；长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: ['monitoringLine', 'threshold.perHeadAtRecognition'],
  facts: ['case.HouseholdRecognised', 'case.RiskReMarked', 'case.ClassReassigned', 'class', 'exitedPoverty'],

  check: (view) => {
    const { current: round } = view.case()
    if (round === undefined) return answer(false, null)
    const { clauses, missing } = clausesOf(view, round)
    return answer(
      clauses.some(({ holds }) => holds),
      { class: round.class, clauses },
      {
        evidence: [round.recognised, ...view.of('case.ClassReassigned').filter(({ body }) => body.round === round.number), ...view.of('class')],
        parameters: clauses.flatMap(({ parameter }) => parameter ?? []),
        missing,
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_RECOGNISED
    const spoken = spokenClass(values.class)
    const { zh, en } = listed(
      values.clauses
        .filter(({ holds }) => holds)
        .map(({ text, parameter }) => {
          const from = parameter ? origin(parameter) : { zh: '', en: '' }
          return { zh: `${text.zh}${from.zh}`, en: `${text.en}${from.en}` }
        }),
    )
    return {
      message: fired
        ? { zh: `类别 ${spoken.zh} 与 ${zh} 不符`, en: `class ${spoken.en} contradicts: ${en}` }
        : { zh: `类别 ${spoken.zh} 没有不符之处`, en: `nothing contradicts the class ${spoken.en}` },
      clearedBy: fired ? { zh: '更正类别', en: 'another class' } : { zh: '类别或户类型更正', en: 'another class, or another kind of household' },
      clauses: values.clauses.map(({ text, value, parameter, holds }) => ({
        text,
        value,
        parameter: parameter ? cited(parameter, 'amount' in parameter.body ? parameter.body.amount : parameter.body.value) : null,
        holds,
      })),
    }
  },
})

function clausesOf(view: View, { recognised, class: spoken, scheme }: Round) {
  const clauses: Clause[] = []
  const missing: Missing[] = []
  const set = <Kind extends Limit>(kind: Kind) => {
    const parameter = view.parameter(kind, recognised.on)
    if (parameter === undefined) missing.push(missingIn(view.village, kind, recognised.on))
    return parameter
  }
  const base = view.baseClass()
  if (OF_FORMER_POOR.has(spoken) || OF_ORDINARY.has(spoken)) {
    clauses.push({ text: wordFor(BASES, base), value: base, parameter: undefined, holds: (base === 'ordinary') === OF_FORMER_POOR.has(spoken) })
  }
  const perHead = recognised.body.snapshot.income?.perHead
  if (perHead === undefined) return { clauses, missing }
  const line = scheme === '2026' ? undefined : set('monitoringLine')
  if (line) {
    const under = perHead < line.body.amount
    const text = compared(perHead, under ? '<' : '≥', line.body.amount)
    clauses.push({ text, value: perHead, parameter: line, holds: spoken === 'suddenHardship' ? under : !under })
  }
  const most = set('threshold.perHeadAtRecognition')
  if (most) {
    const over = perHead > most.body.value
    clauses.push({ text: compared(perHead, over ? '>' : '≤', most.body.value), value: perHead, parameter: most, holds: over })
  }
  return { clauses, missing }
}

const BASES: Readonly<Record<string, Text>> = {
  registeredPoor: { zh: '建档立卡户身份', en: 'a registered household' },
  formerPoor: { zh: '脱贫户身份', en: 'a former poor household' },
  ordinary: { zh: '一般农户身份', en: 'an ordinary household' },
}

/** The class of 2026 has the statistic's word in its name, which no reason of a household holds. */
const WITHOUT_CLASSES: Text = { zh: '监测对象', en: MONITORING_CLASSES.preventionObject.en }

function spokenClass(code: string): Text {
  return code === 'preventionObject' ? WITHOUT_CLASSES : wordFor(MONITORING_CLASSES, code)
}

function compared(perHead: number, sign: string, limit: number): Text {
  const [has, than] = [inYuan(perHead), inYuan(limit)]
  return { zh: `识别时人均 ${has.zh} ${sign} ${than.zh}`, en: `per head ${has.en} ${sign} ${than.en} at recognition` }
}
