import { BREACH_WORDS, INCOME_WORDS, MONITORING_CLASSES, RISK_WORDS, type Text } from '@rural-tracker/domain'
import type { ListRow, TimelineStep } from '@rural-tracker/tracker'

// What coded words are called on a screen.

const BASES: Readonly<Record<string, string>> = { registeredPoor: '建档立卡户', formerPoor: '脱贫户', ordinary: '一般农户' }

/** 监测对象类别, or what a household without a recognition is registered as. */
export const CLASSES: Readonly<Record<string, string>> = {
  ...BASES,
  ...inChinese(MONITORING_CLASSES),
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

/** How a computed figure stands to the published one. */
export const SIGNS = { '=': '＝', '≥': '≥', conflict: '≠ 矛盾', none: '' } as const

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

/** 风险类型, and the states of a household that ask for a measure like one. */
export const RISKS = inChinese(RISK_WORDS)

/** What an entry of income or expense is, and what a step was done without. */
export const INCOMES = inChinese(INCOME_WORDS)
export const BREACHES = inChinese(BREACH_WORDS)

/** The steps of a case. */
export const TIMELINE_STEPS: Readonly<Record<TimelineStep, string>> = {
  clue: '线索',
  greenChannel: '绿色通道',
  visit: '入户核实',
  consent: '承诺授权',
  match: '信息比对',
  review: '民主评议',
  notice: '村内公示',
  noticeEnded: '公示结束',
  townCheck: '乡镇审核',
  county: '县级审定',
  announcement: '县级公告',
  nationalEntry: '系统录入',
  recognition: '识别',
  reMarking: '再标注',
  revocation: '撤销识别',
  reclassification: '调整类别',
  leaflet: '明白纸',
  explanation: '向农户说明',
  dismissal: '不予纳入',
  helper: '帮扶责任人',
  measure: '帮扶措施',
  proposal: '提出消除',
  elimination: '风险消除',
  rollBack: '回退',
  inclusion: '人工纳入',
  pause: '暂停',
  waiver: '豁免',
}

/** How a step of a case ended. */
export const OUTCOMES: Readonly<Record<string, string>> = {
  agreed: '通过',
  rejected: '未通过',
  forwarded: '同意上报',
  returned: '退回',
  approved: '同意',
}

/** Why people decided what they did. */
export const REASONS: Readonly<Record<string, string>> = {
  incomeUnstable: '收入不稳定',
  rigidSpending: '刚性支出大',
  guaranteeUnsafe: '“三保障”或饮水不安全',
  noMeasure: '没有帮扶措施',
  tooEarly: '消除过早',
  cadreKnows: '干部了解情况',
  petition: '信访反映',
  awaitingProof: '待补证明',
  absent: '外出联系不上',
  litigation: '诉讼中',
  disputedData: '数据有争议',
  knownAndCovered: '已掌握并已落实保障',
  wrongData: '数据有误',
  seasonal: '季节性',
  noRisk: '没有风险',
  riskSolved: '风险已解决',
  ownMeans: '自身能够解决',
  doubtsConfirmed: '疑点属实',
  notRural: '不是农村户',
  duplicate: '重复线索',
  alreadyCovered: '已有保障',
  unwilling: '不愿意',
  doesNotNeed: '不需要',
  completed: '已完成',
  expired: '到期',
  stopped: '停止',
  mistaken: '录入有误',
  wrongHousehold: '户有误',
  falseData: '数据不实',
  schemeChange: '分类调整',
  correction: '更正',
  replaced: '更换',
  ended: '结束',
  left: '离任',
  other: '其他',
}

function inChinese(words: Readonly<Record<string, Text>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).map(([word, { zh }]) => [word, zh]))
}
