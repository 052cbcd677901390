import type { Text } from '../aggregate.ts'
import { PROGRAMMES } from '../payment-list/events.ts'
import { DEADLINE_STAGES } from './deadline-stages.ts'
import { familyOf, type ParameterKind } from './kinds.ts'
import { THRESHOLDS } from './threshold-names.ts'

const TITLES: Readonly<Record<string, Text>> = {
  monitoringLine: { zh: '监测线', en: 'line' },
  requiredMeasures: { zh: '风险与帮扶措施对应表', en: 'table of required measures' },
  'visitRhythm.monitored': { zh: '监测对象走访频次', en: 'visit rhythm of monitored households' },
  'visitRhythm.formerPoor': { zh: '脱贫户走访频次', en: 'visit rhythm of former poor households' },
  'visitRhythm.registeredPoor': { zh: '建档立卡户走访频次', en: 'visit rhythm of registered households' },
  classScheme: { zh: '监测对象分类', en: 'class scheme' },
  levelScheme: { zh: '风险等级', en: 'level scheme' },
  alertBudget: { zh: '每村每月预警限额', en: 'budget of alerts per village and month' },
  quietHours: { zh: '免打扰时段', en: 'quiet hours' },
}

const ALERT_STAGES: Readonly<Record<string, Text>> = {
  village: { zh: '村', en: 'the village' },
  town: { zh: '乡镇', en: 'the town' },
  county: { zh: '县', en: 'the county' },
}
const LEADS: Readonly<Record<string, Text>> = {
  ...DEADLINE_STAGES,
  visitRhythm: { zh: '走访频次', en: 'visit rhythm' },
  comparison: { zh: '部门信息月度比对', en: 'monthly comparison with departments' },
}

/** What a parameter is called in a sentence: `入户核实时限`, `time limit of the home visit`. */
export function titleOf(kind: ParameterKind): Text {
  const family = familyOf(kind)
  const key = kind.slice(family.length + 1)
  switch (family) {
    case 'deadline':
      return DEADLINE_STAGES[key as keyof typeof DEADLINE_STAGES]
    case 'threshold':
      return (THRESHOLDS as Readonly<Record<string, Text>>)[key] ?? { zh: key, en: key }
    case 'tariff':
      return { zh: `${PROGRAMMES[key as keyof typeof PROGRAMMES].zh}补助标准`, en: `tariff of ${key}` }
    case 'workingCalendar':
      return { zh: `${key} 年工作日历`, en: `calendar of ${key}` }
    case 'alertClock': {
      const [level = '', stage = ''] = key.split('.')
      const { zh, en } = ALERT_STAGES[stage] ?? { zh: stage, en: stage }
      return { zh: `${level} 级预警${zh}响应时限`, en: `time of ${en} for an alert of level ${level}` }
    }
    case 'alertLead': {
      const { zh, en } = LEADS[key] ?? { zh: key, en: key }
      return { zh: `${zh}临期预警提前量`, en: `lead before the ${en}` }
    }
    case 'rule':
      return { zh: `规则 ${key} 的启用`, en: `adoption of rule ${key}` }
    default:
      return TITLES[kind] ?? { zh: kind, en: kind }
  }
}
