import { MEASURE_KINDS } from '../../values/measure-kinds.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import type { Measure } from '../case-state.ts'
import { answer, defineRule } from '../rule.ts'
import { wordFor } from '../words.ts'

type Cut = Readonly<{ kind: string; endedOn: string; until: string }>
type Values = Readonly<{ eliminatedOn: string; cut: readonly Cut[] }>

/** Help goes on to its end after the elimination (摘帽不摘政策): a measure was stopped before its last day, and none of its kind took its place. */
export const measureCutShort = defineRule<Values | null>({
  id: 'measure-cut-short',
  version: 1,
  title: { zh: '消除后政策提前停止', en: 'Help stopped before its end' },
  source: '防返贫监测试题（fudaoke.com/exam/2659939）',
  kind: 'process',
  parameters: [],
  facts: ['case.RiskEliminated', 'case.EliminationRolledBack', 'case.MeasureStarted', 'case.MeasureEnded'],

  check: (view) => {
    const { current: round, measures, measuresOf } = view.case()
    if (round?.eliminated === undefined) return answer(false, null)
    const { eliminated } = round
    // Help that is taken up again after the elimination is written under the coming round.
    const cut = measuresOf(round).filter((measure) => cutAfter(measure, eliminated.on) && !measures.some((other) => follows(other, measure)))
    return answer(
      cut.length > 0,
      {
        eliminatedOn: eliminated.on,
        cut: cut.map(({ started: { body }, ended }) => ({ kind: body.kind, endedOn: ended?.on ?? '', until: body.until ?? '' })),
      },
      { evidence: [eliminated, ...cut.flatMap(({ started, ended }) => [started, ...(ended ? [ended] : [])])] },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_ELIMINATED
    const { eliminatedOn, cut } = values
    const texts = cut.map(({ kind, endedOn, until }) => {
      const word = wordFor(MEASURE_KINDS, kind)
      return { zh: `${endedOn} 停止 ${word.zh}，期限至 ${until}`, en: `${word.en} stopped on ${endedOn}, term to ${until}` }
    })
    const [told, said] = [texts.map((text) => text.zh).join('；'), texts.map((text) => text.en).join('; ')]
    return {
      message: fired
        ? { zh: `消除（${eliminatedOn}）后 ${told}`, en: `after elimination (${eliminatedOn}) ${said}` }
        : { zh: `消除（${eliminatedOn}）后没有提前停止的措施`, en: `no measure stopped early after elimination (${eliminatedOn})` },
      clearedBy: fired ? { zh: '恢复措施', en: 'the measure taken up again' } : { zh: '提前停止措施', en: 'a measure stopped early' },
      clauses: texts.map((text, i) => ({ text, value: cut[i]?.endedOn ?? null, parameter: null, holds: true })),
    }
  },
})

function cutAfter({ started, ended }: Measure, eliminatedOn: string): boolean {
  const { until } = started.body
  return ended?.body.reason === 'stopped' && ended.on > eliminatedOn && until !== undefined && ended.on < until
}

function follows({ started: other }: Measure, { started, ended }: Measure): boolean {
  return other.body.kind === started.body.kind && other.eventId !== started.eventId && ended !== undefined && other.on >= ended.on
}
