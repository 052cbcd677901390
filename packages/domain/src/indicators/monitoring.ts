import { ClueSource } from '../monitoring-case/kinds.ts'
import { MEASURE_KINDS, MeasureKind } from '../values/measure-kinds.ts'
import { MONITORING_CLASSES, MonitoringClass } from '../values/monitoring-classes.ts'
import type { Formula, Indicator, Part, Unit } from './indicator.ts'

const SOURCES: Readonly<Record<ClueSource, Readonly<{ zh: string; en: string }>>> = {
  selfReport: { zh: '农户自主申报', en: 'reported by households' },
  cadreCheck: { zh: '干部排查', en: 'from checks by cadres' },
  departmentPush: { zh: '部门推送', en: 'pushed by departments' },
  petition: { zh: '信访', en: 'from petitions' },
  hotline: { zh: '热线', en: 'from hotlines' },
  media: { zh: '媒体', en: 'from media' },
  inspection: { zh: '上级检查', en: 'from inspections' },
  platform: { zh: '平台预警', en: 'from our own rules' },
  greenChannel: { zh: '绿色通道', en: 'of the green channel' },
}

const RECOGNISED: Part = { combine: 'standing', series: 'monitoring.recognised' }
const MONITORED: Part = { combine: 'standing', series: 'monitoring.monitored', stock: true }
const ELIMINATED: Part = { combine: 'standing', series: 'monitoring.eliminated' }
const DECIDED: Part = { combine: 'distinct', series: 'monitoring.decided' }
const EVER: Part = { combine: 'standing', series: 'monitoring.helped', stock: true }

/**
 * Monitoring as numbers. Flows (recognised, eliminated, measures …) are those of the period; what is monitored is a stock, counted from the
 * beginning up to the end of the period. 返贫 is a number here and nowhere a word about a household.
 */
export const monitoringIndicators: readonly Indicator[] = [
  distinct('monitoring.clues', '监测线索', 'clues', 'case'),
  ...ClueSource.options.map((source) =>
    distinct(`monitoring.clues.${source}`, `监测线索（${SOURCES[source].zh}）`, `clues ${SOURCES[source].en}`, 'case'),
  ),
  distinct('monitoring.dismissed', '线索不予纳入', 'clues dismissed', 'case'),
  distinct('monitoring.consentRefused', '拒签承诺授权书', 'consents refused', 'case'),

  part('monitoring.recognised', '识别监测对象户数', 'households recognised', 'household', RECOGNISED),
  part('monitoring.recognised.persons', '识别监测对象人数', 'persons recognised', 'person', { ...RECOGNISED, combine: 'standingAmount' }),
  ...byClass('monitoring.recognised', '识别', 'recognised', RECOGNISED),
  distinct('monitoring.reMarked', '风险再标注户数', 'households re-marked', 'household'),

  part('monitoring.monitored', '期末监测户数', 'households monitored at the end', 'household', MONITORED),
  part('monitoring.monitored.persons', '期末监测人数（识别时人口）', 'persons monitored at the end, as recognised', 'person', {
    ...MONITORED,
    combine: 'standingAmount',
  }),
  ...byClass('monitoring.monitored', '期末监测', 'monitored at the end', MONITORED),

  part('monitoring.eliminated', '风险消除户数', 'households eliminated', 'household', ELIMINATED),
  part('monitoring.eliminated.persons', '风险消除人数', 'persons eliminated', 'person', { ...ELIMINATED, combine: 'standingAmount' }),
  part('monitoring.eliminated.byHelp', '帮扶消除户数', 'eliminated by help', 'household', { ...ELIMINATED, as: 'byHelp' }),
  part('monitoring.eliminated.natural', '自然消除户数', 'eliminated naturally', 'household', { ...ELIMINATED, as: 'natural' }),
  distinct('monitoring.rolledBack', '风险消除回退户数', 'eliminations rolled back, households', 'household'),

  distinct('monitoring.measures', '帮扶措施', 'measures', 'piece'),
  distinct('monitoring.measures.households', '落实帮扶措施户数', 'households with a measure', 'household'),
  distinct('monitoring.measures.personTimes', '帮扶到人人次', 'measures for a person, person-times', 'personTime'),
  ...MeasureKind.options.map((kind) =>
    distinct(`monitoring.measures.${kind}`, MEASURE_KINDS[kind].zh, `measures: ${MEASURE_KINDS[kind].en}`, 'piece'),
  ),

  rate(
    'monitoring.eliminationRate',
    ['风险消除率', 'elimination rate'],
    ['截至期末已消除且未回退的户 ÷ 累计识别的户', 'households eliminated and not rolled back by the end ÷ households ever recognised'],
    { ...ELIMINATED, stock: true },
    EVER,
  ),
  rate(
    'monitoring.onTime',
    ['按期办结率', 'procedures decided in time'],
    [
      '县级审定不晚于线索（或返回）后规定时限的程序 ÷ 已审定且当时设有时限的程序',
      'procedures that the county decided within the time set, from the clue or the return on ÷ procedures decided for which a time was set',
    ],
    { ...DECIDED, limit: 'kept' },
    { ...DECIDED, limit: 'set' },
  ),
  rate(
    'monitoring.measureRate',
    ['措施落实率', 'measure rate'],
    ['截至期末有过措施的识别户 ÷ 累计识别的户', 'households recognised that had a measure by the end ÷ households ever recognised'],
    { ...EVER, as: 'helped' },
    EVER,
  ),
  distinct('monitoring.fellBack', '脱贫类再标注户数', 'former-poor households re-marked', 'household'),
  rate(
    'monitoring.fellBackRate',
    ['返贫率（统计）', 'rate of falling back, a statistic'],
    [
      '期内按脱贫类别再标注的户 ÷ 截至期末脱贫的户；1 减去它为巩固率',
      'households re-marked in a former-poor class in the period ÷ households that had exited poverty by its end; 1 minus it is the rate of consolidation',
    ],
    { combine: 'distinct', series: 'monitoring.fellBack' },
    { combine: 'distinct', series: 'households.exitedPoverty', stock: true },
  ),

  sum('recovery.claimed', '提出追回资金', 'claimed back'),
  sum('recovery.returned', '已追回资金', 'recovered'),
  sum('recovery.writtenOff', '核销资金', 'written off'),
  part('recovery.open', '期末尚未追回资金', 'still to be recovered at the end', 'fen', {
    combine: 'outstanding',
    series: 'recovery.open',
    stock: true,
  }),
]

function part(id: string, zh: string, en: string, unit: Unit, how: Part): Indicator {
  return { id, title: { zh, en }, unit, ...how }
}

function distinct(id: string, zh: string, en: string, unit: Unit): Indicator {
  return part(id, zh, en, unit, { combine: 'distinct', series: id })
}

function sum(id: string, zh: string, en: string): Indicator {
  return part(id, zh, en, 'fen', { combine: 'sum', series: id })
}

/** By the word of the class: in which it was recognised, or in which it stands at the end. Together they are the whole. */
function byClass(id: string, zh: string, en: string, how: Part): readonly Indicator[] {
  return MonitoringClass.options.map((name) => {
    const word = MONITORING_CLASSES[name]
    return part(`${id}.${name}`, `${zh}户数（${word.zh}）`, `${en}: ${word.en}`, 'household', { ...how, as: name })
  })
}

function rate(
  id: string,
  [zh, en]: readonly [string, string],
  [zhHow, enHow]: readonly [string, string],
  numerator: Part,
  denominator: Part,
): Indicator {
  const formula: Formula = { version: 1, text: { zh: zhHow, en: enHow } }
  return { id, title: { zh, en }, unit: 'percent', formula, combine: 'ratio', numerator, denominator, times: 100 }
}
