import { z } from 'zod'
import type { Text } from '../aggregate.ts'
import { quotable } from '../values/quotable.ts'

/** What a threshold counts: money in fen, persons or households, parts of a hundred, and calendar lengths. */
export const ThresholdUnit = z.enum(['fen', 'count', 'percent', 'day', 'month', 'year'])
export type ThresholdUnit = z.infer<typeof ThresholdUnit>

/** Every number that a rule compares with. The unit belongs to the name: a value in another unit is refused. */
export const THRESHOLDS = {
  medicalRegistered: { unit: 'fen', zh: '建档立卡户住院自付预警线', en: 'inpatient warning line of registered households' },
  medicalOrdinary: { unit: 'fen', zh: '一般农户住院自付预警线', en: 'inpatient warning line of ordinary households' },
  medicalWindow: { unit: 'month', zh: '住院自付累计月数', en: 'months of inpatient cost added up' },
  outpatientMonth: { unit: 'fen', zh: '门诊自付月预警线', en: 'monthly outpatient warning line' },
  schoolingYear: { unit: 'fen', zh: '学年费用预警线', en: 'warning line of schooling cost a year' },
  weakSigns: { unit: 'count', zh: '弱信号个数', en: 'number of weak signs' },
  weakSignDays: { unit: 'day', zh: '弱信号天数', en: 'days of weak signs' },
  watchHouseholds: { unit: 'count', zh: '规模性返贫监测户数', en: 'households of the village watch' },
  watchPercent: { unit: 'percent', zh: '规模性返贫监测比例', en: 'share of the village watch' },
  watchDays: { unit: 'day', zh: '规模性返贫监测天数', en: 'days of the village watch' },
  dividendPause: { unit: 'month', zh: '分红中断月数', en: 'months without a dividend' },
  wageWindow: { unit: 'month', zh: '工资比较月数', en: 'months of wages compared' },
  visitors: { unit: 'count', zh: '入户核实人数', en: 'visitors of a home visit' },
  reviewMajority: { unit: 'percent', zh: '民主评议通过比例', en: 'majority of the village review' },
  waiverMonths: { unit: 'month', zh: '豁免最长月数', en: 'longest waiver' },
  perHeadAtRecognition: { unit: 'fen', zh: '识别时人均纯收入上限', en: 'highest income per head at recognition' },
  fastElimination: { unit: 'month', zh: '过快消除月数', en: 'months of a fast elimination' },
  labourMembers: { unit: 'count', zh: '缺劳动力核对人数', en: 'members from which labour shortage is checked' },
  labourShare: { unit: 'percent', zh: '缺劳动力核对比例', en: 'share of able members for labour shortage' },
  schoolAgeFrom: { unit: 'year', zh: '义务教育起始年龄', en: 'first age of compulsory school' },
  schoolAgeTo: { unit: 'year', zh: '义务教育终止年龄', en: 'last age of compulsory school' },
  workAge: { unit: 'year', zh: '最低劳动年龄', en: 'lowest working age' },
  schoolYearEnds: { unit: 'month', zh: '学年结束月份', en: 'month in which a school year ends' },
  incomeYearStarts: { unit: 'month', zh: '收入年度起始月份', en: 'month in which an income year begins' },
  insuranceFrom: { unit: 'month', zh: '参保报告月份', en: 'month from which insurance is expected' },
} as const satisfies Readonly<Record<string, Readonly<{ unit: ThresholdUnit; zh: string; en: string }>>>
export type ThresholdName = keyof typeof THRESHOLDS

/** A name that no rule asks for, or a unit that is not the name's. */
export function thresholdFault({ name, unit }: { name: string; unit: ThresholdUnit }): Text | undefined {
  const known = (THRESHOLDS as Readonly<Record<string, Text & { unit: ThresholdUnit }>>)[name]
  if (!known) return { zh: `没有名为 ${quotable(name)} 的指标，请核对名称。`, en: `There is no threshold named ${quotable(name)}; check the name.` }
  if (unit === known.unit) return undefined
  return { zh: `${known.zh}的单位应为 ${known.unit}，请改正。`, en: `${name} is given in ${known.unit}; correct the unit.` }
}
