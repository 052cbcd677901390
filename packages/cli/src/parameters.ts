import { inYuan, MEASURE_KINDS, regionName } from '@rural-tracker/domain'
import type { ParameterRow, ParametersQuestion, Tracker } from '@rural-tracker/tracker'
import { type Io, json, table } from './io.ts'
import { notice, warnBehind } from './show.ts'
import { CLASSES, RISKS } from './words.ts'

type Asked = ParametersQuestion & { asOf?: string; knownAt?: string }

/** What the monitoring rules are held against: the value, who set it and since when, on what ground, and what nobody has set. */
export async function showParameters(tracker: Tracker, asked: Asked, io: Io, asJson: boolean): Promise<void> {
  const answer = await tracker.parameters(asked)
  warnBehind(answer, io)
  if (asJson) return json(io, answer)
  const rows = answer.parameters.map((one) => [
    one.kind,
    one.title.zh,
    valueOf(one),
    regionName(one.region).zh,
    one.to === null ? `${one.from} 起` : `${one.from} 至 ${one.to}`,
    one.assumption ? '假定' : '',
    one.basis,
  ])
  const unset = answer.notSet.map(({ message, kind, rules }) => `  ${message.zh}（${kind}；规则 ${rules.join('、')}）`)
  const where = answer.division === null ? '各地' : `${regionName(answer.division).zh}（${answer.division}）`
  await io.out(
    `${await notice(tracker)}监测参数 ${where} 截至 ${answer.asOf}\n${table([['参数', '名称', '值', '地区', '有效期', '', '依据'], ...rows])}\n${
      unset.length === 0 ? '' : `未设定\n${unset.join('\n')}\n`
    }`,
  )
}

const UNITS: Readonly<Record<string, string>> = { day: ' 天', workingDay: ' 个工作日', month: ' 个月', year: ' 岁', count: '', percent: '%' }
const SIGNS: Readonly<Record<string, string>> = { strong: '强信号', weak: '弱信号', process: '程序' }

/** The fields of a value, as the families have them. */
type Value = Readonly<{
  amount: number
  value: number
  length: number
  unit: string
  months: number
  off: readonly string[]
  work: readonly string[]
  scheme: string
  classes: readonly string[]
  levels: readonly { zh: string }[]
  level: number
  sign: string
  standsDays?: number
  days: number
  perVillageMonth: number
  begins: string
  ends: string
  pairs: readonly { when: string; anyOf: readonly (keyof typeof MEASURE_KINDS)[] }[]
}>

/** A value in words, by the family of its kind. */
function valueOf({ kind, value }: ParameterRow): string {
  const is = value as Value
  switch (kind.split('.')[0]) {
    case 'monitoringLine':
      return inYuan(is.amount).zh
    case 'deadline':
      return kind === 'deadline.push' ? `每月 ${is.length} 日` : `${is.length}${UNITS[is.unit] ?? ''}`
    case 'threshold':
      if (is.unit === 'fen') return inYuan(is.value).zh
      return MONTHS_OF_THE_YEAR.has(kind) ? `${is.value} 月` : `${is.value}${UNITS[is.unit] ?? ''}`
    case 'visitRhythm':
      return `每 ${is.months} 个月`
    case 'workingCalendar':
      return `放假 ${is.off.length} 天，调休上班 ${is.work.length} 天`
    case 'classScheme':
      return `${is.scheme}：${is.classes.map((word) => CLASSES[word] ?? word).join('、')}`
    case 'levelScheme':
      return is.levels.map(({ zh }) => zh).join('、')
    case 'rule':
      return [`等级 ${is.level}`, SIGNS[is.sign], is.standsDays === undefined ? '' : `${is.standsDays} 天`].filter(Boolean).join('，')
    case 'alertClock':
      return `${is.length}${UNITS[is.unit] ?? ''}`
    case 'alertLead':
      return `提前 ${is.days} 天`
    case 'alertBudget':
      return `${is.perVillageMonth} 条`
    case 'quietHours':
      return `${is.begins}–${is.ends}`
    case 'requiredMeasures':
      return is.pairs.map(({ when, anyOf }) => `${RISKS[when] ?? when}：${anyOf.map((measure) => MEASURE_KINDS[measure].zh).join('或')}`).join('；')
    default:
      return JSON.stringify(value)
  }
}

/** Thresholds that are a month of the year, not a number of months. */
const MONTHS_OF_THE_YEAR: ReadonlySet<string> = new Set(['threshold.schoolYearEnds', 'threshold.incomeYearStarts', 'threshold.insuranceFrom'])
