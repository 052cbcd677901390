import type { Text } from '../aggregate.ts'
import { monitoringRules } from '../monitoring/registry.ts'
import { villageWatch } from '../monitoring/village/watch.ts'

const DUE: Readonly<Record<string, Text>> = {
  visit: { zh: '入户核实时限', en: 'time limit of the home visit' },
  match: { zh: '信息比对时限', en: 'time limit of the data match' },
  review: { zh: '评议公示时限', en: 'time limit of review and notice' },
  whole: { zh: '县级审定时限', en: 'time limit of the county decision' },
  entry: { zh: '系统录入时限', en: 'time limit of the national entry' },
  firstMeasure: { zh: '首项帮扶措施时限', en: 'time limit of the first measure' },
  visitRhythm: { zh: '走访时限', en: 'regular visit' },
  notice: { zh: '公示期满', en: 'end of the public notice' },
  elimination: { zh: '满六个月可研判消除', en: 'term after which an elimination may be proposed' },
  comparison: { zh: '部门信息月度比对', en: 'monthly comparison with departments' },
}

const BY_RULE: ReadonlyMap<string, Text> = new Map([...monitoringRules, villageWatch].map(({ id, title }) => [id, title]))

/** What an alert is about, in words without a health word's detail: the rule's title, or the due day. */
export function causeTitle(cause: string): Text {
  const [kind = '', what = ''] = cause.split('.')
  return (kind === 'due' ? DUE[what] : BY_RULE.get(what)) ?? { zh: cause, en: cause }
}
