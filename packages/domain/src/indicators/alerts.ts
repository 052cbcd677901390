import type { Indicator } from './indicator.ts'

/** Alerts as a promise: how many, how often they were right, and how long it took. There is no official formula, so each says its own. */
export const alertIndicators: readonly Indicator[] = [
  { id: 'alerts.raised', title: { zh: '预警', en: 'alerts' }, unit: 'case', combine: 'distinct', series: 'alerts.raised' },
  {
    id: 'alerts.answered',
    title: { zh: '已反馈预警', en: 'alerts answered by a visit' },
    unit: 'case',
    combine: 'distinct',
    series: 'alerts.answered',
  },
  {
    id: 'alerts.precision',
    title: { zh: '预警准确率', en: 'precision of alerts' },
    unit: 'percent',
    formula: {
      version: 1,
      text: {
        zh: '入户反馈“确有风险”的预警 ÷ 期内全部入户反馈的预警',
        en: 'alerts whose visit found the household really at risk ÷ all alerts answered by a visit in the period',
      },
    },
    combine: 'ratio',
    numerator: { combine: 'distinct', series: 'alerts.confirmed' },
    denominator: { combine: 'distinct', series: 'alerts.answered' },
    times: 100,
  },
  lead(
    'alerts.daysToAlert',
    'alerts.raised',
    ['首个信号至预警平均天数', 'mean days from the first sign to the alert'],
    ['首个信号日至预警日', 'days from the first sign to the alert'],
    ['预警', 'alerts'],
  ),
  lead(
    'alerts.daysToVisit',
    'alerts.visited',
    ['预警至入户平均天数', 'mean days from the alert to the visit'],
    ['预警日至入户日', 'days from the alert to the visit that answered it'],
    ['入户反馈的预警', 'alerts answered by a visit'],
  ),
  lead(
    'alerts.daysToRecognition',
    'alerts.recognised',
    ['入户至识别平均天数', 'mean days from the visit to the recognition'],
    ['入户日至识别日', 'days from the visit to the recognition'],
    ['已识别的预警', 'alerts that led to a recognition'],
  ),
]

type Words = readonly [zh: string, en: string]

function lead(series: string, of: string, [zh, en]: Words, [zhDays, enDays]: Words, [zhOf, enOf]: Words): Indicator {
  return {
    id: series,
    title: { zh, en },
    unit: 'day',
    formula: { version: 1, text: { zh: `${zhDays}的天数之和 ÷ ${zhOf}数`, en: `sum of ${enDays} ÷ ${enOf}` } },
    combine: 'ratio',
    numerator: { combine: 'sum', series },
    denominator: { combine: 'distinct', series: of },
    times: 1,
  }
}
