import type { ParameterFact } from '../../parameter/look-up.ts'
import { NOT_MONITORED } from '../case-told.ts'
import { need } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{ able: number; running: number; development: number; safetyNet: number; table: ParameterFact<'requiredMeasures'> }>

/** Somebody in the household can work, and all that is done for it is the safety net. No measure at all is another rule's finding. */
export const onlySafetyNet = defineRule<Values | null>({
  id: 'only-safety-net',
  version: 1,
  title: { zh: '有劳动力但仅有综合保障', en: 'Labour, but only safety-net help' },
  source: '中新社 2024-10-25；长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: ['requiredMeasures', 'threshold.workAge'],
  facts: [
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.MeasureStarted',
    'case.MeasureEnded',
    'labour',
    'memberJoined',
    'memberLeft',
    'died',
  ],

  check: (view) => {
    const { current: round, monitoring, measuresOf } = view.case()
    if (round === undefined || monitoring !== 'monitored') return answer(false, null)
    const set = need(view, { table: 'requiredMeasures' })
    if ('missing' in set) return notSet(set.missing, { evidence: [round.recognised] })
    const labour = view.labour()
    const running = measuresOf(round).filter(({ ended }) => ended === undefined)
    const development = running.filter(({ started }) => set.table.body.development.some((kind) => kind === started.body.kind))
    const safetyNet = running.filter(({ started }) => started.body.kind === 'socialSafetyNet')
    const fires = labour.has && development.length === 0 && safetyNet.length > 0
    const told = fires ? safetyNet : running
    return answer(
      fires,
      { able: labour.able, running: running.length, development: development.length, safetyNet: safetyNet.length, table: set.table },
      { evidence: [...told.map(({ started }) => started), ...view.known(labour.reports)], parameters: [set.table] },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_MONITORED
    const { able, running, development, safetyNet, table } = values
    const clause = {
      text: {
        zh: `户内 ${able} 人有劳动能力，未结束的措施 ${running} 项，其中开发式 ${development} 项、综合保障 ${safetyNet} 项`,
        en: `${able} members can work; of ${running} measures ${development} are development and ${safetyNet} safety net`,
      },
      value: development,
      parameter: `${table.kind} ${table.subject} ${table.on}`,
      holds: fired,
    }
    if (!fired) return { message: clause.text, clearedBy: { zh: '只剩综合保障', en: 'nothing but the safety net left' }, clauses: [clause] }
    return {
      message: { zh: `户内 ${able} 人有劳动能力，但只有综合保障`, en: `${able} members can work, but only safety-net help` },
      clearedBy: { zh: '落实产业或就业措施', en: 'a measure of industry or employment' },
      clauses: [clause],
    }
  },
})
