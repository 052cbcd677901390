import { MONITORING_CLASSES } from '@rural-tracker/domain'
import type { ListRow } from '@rural-tracker/tracker'

// What coded words are called on a screen.

const BASES: Readonly<Record<string, string>> = { registeredPoor: '建档立卡户', formerPoor: '脱贫户', ordinary: '一般农户' }

/** 监测对象类别, or what a household without a recognition is registered as. */
export const CLASSES: Readonly<Record<string, string>> = {
  ...BASES,
  ...Object.fromEntries(Object.entries(MONITORING_CLASSES).map(([word, { zh }]) => [word, zh])),
}

/** Where a household stands. */
export const STATUSES: Readonly<Record<ListRow['status'], string>> = {
  watch: '预警',
  clue: '线索待核',
  verified: '已核实',
  consentRefused: '未签授权',
  reviewed: '已评议',
  noticed: '公示',
  townChecked: '乡镇已审核',
  countyApproved: '县级已审定',
  monitored: '监测中',
  eliminating: '消除程序中',
  eliminated: '风险已消除',
  included: '人工纳入',
  paused: '暂停',
  closed: '已销户',
}

/** What is due by a day. */
export const STAGES: Readonly<Record<string, string>> = {
  visit: '入户核实',
  match: '信息比对',
  review: '评议公示',
  whole: '县级审定',
  entry: '系统录入',
  firstMeasure: '首项帮扶措施',
  visitRhythm: '走访',
}
