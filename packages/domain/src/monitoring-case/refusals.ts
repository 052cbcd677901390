import { type Refusal, refuse, type Text } from '../aggregate.ts'
import { inYuan } from '../values/money.ts'

const no = (code: string, zh: string, en: string): Refusal => refuse(`monitoring-case.${code}`, zh, en)

export const householdUnknown = no('household-unknown', '该户尚未登记，请先登记户。', 'The household is not registered; register it first.')
export const householdClosed = no(
  'household-closed',
  '该户已销户，监测随之终止；如有误请先撤回销户。',
  'The household is closed and monitoring ended with it; withdraw the closing if it was wrong.',
)
export const noProcedure = no(
  'no-procedure',
  '该户没有进行中的程序，请先登记线索或提出风险消除。',
  'No procedure is open for this household; register a clue or propose an elimination first.',
)
export const noSuchProcedure = no(
  'no-such-procedure',
  '该户没有这个编号的程序，请核对程序编号。',
  'The household has no procedure of this number; check the number.',
)
export const procedureOpen = no(
  'procedure-open',
  '该户已有进行中的程序，请先办结。',
  'A procedure is already open for this household; finish it first.',
)
export const noVisit = no('no-visit', '尚未入户核实，不能继续。', 'Nobody has verified the household at home yet.')
export const noConsent = no('no-consent', '农户未签署《承诺授权书》，不能继续。', 'The household has not signed the consent authorisation.')
export const noReview = no('no-review', '尚未民主评议，不能公示。', 'The village review has not taken place.')
export const reviewAgainst = no('review-against', '民主评议未通过，不能公示。', 'The village review did not agree.')
export const alreadyNoticed = no('already-noticed', '本程序已公示，公示只做一次。', 'This procedure has been noticed; a notice is published once.')
export const noNotice = no('no-notice', '尚未在村内公示，不能继续。', 'There has been no notice in the village.')
export const objectionUpheld = no(
  'objection-upheld',
  '公示期间有异议成立，不能上报；请重新核实。',
  'An objection to the notice was upheld; verify again.',
)
export const ownReview = no(
  'own-review',
  '记录民主评议的人不能做乡镇审核，请由他人审核。',
  'Who recorded the review cannot check the case; somebody else has to.',
)
export const noTownCheck = no('no-town-check', '乡镇尚未审核上报。', 'The township has not checked and forwarded the case.')
export const noCountyApproval = no('no-county-approval', '县级尚未审定同意。', 'The county has not approved.')
export const alreadyRecognised = no('already-recognised', '该户本轮已识别为监测对象。', 'The household is already recognised in this round.')
export const classOtherThanCounty = no(
  'class-other-than-county',
  '类别与县级审定的不同，请核对。',
  'The class differs from the one the county approved.',
)
export const otherRiskWithoutRemark = no('other-risk-without-remark', '风险为“其他”时须选明具体情形。', 'The risk "other" needs its coded remark.')
export const noExplanation = no(
  'no-explanation',
  '不予纳入须向农户说明，请填写说明的日期和方式。',
  'A dismissal needs an explanation to the farmer: say when and how.',
)
export const notARecognition = no(
  'not-a-recognition',
  '风险消除程序不能按线索不予纳入办结。',
  'An elimination procedure is not dismissed like a clue.',
)
export const notAnElimination = no('not-an-elimination', '进行中的程序不是风险消除程序。', 'The open procedure is no elimination.')
export const greenChannelNotForRisk = no(
  'green-channel-not-for-risk',
  '绿色通道只用于自然灾害和意外事故。',
  'The green channel is for disasters and accidents only.',
)
export const notMonitored = no('not-monitored', '该户不是（或已不是）监测对象。', 'The household is not (or no longer) monitored.')
export const noMeasure = no('no-measure', '没有实施过任何帮扶措施，不能按帮扶消除。', 'No measure was taken; it cannot be eliminated by help.')
export const wholeHouseholdNoLabour = no(
  'whole-household-no-labour',
  '整户无劳动力，不标注风险消除，继续跟踪。',
  'The whole household is without labour; the risk is not marked as eliminated.',
)
export const incomeMissing = no(
  'income-missing',
  '没有已结束时段的收入，不能判断是否稳定超过监测线。',
  'There is no income of an ended window to judge by.',
)
export const naturalWithoutEvidence = no(
  'natural-without-evidence',
  '自然消除须说明原因并附依据事件。',
  'A natural elimination needs a reason and its evidence.',
)
export const notEliminated = no(
  'not-eliminated',
  '该户风险尚未标注消除，无从回退。',
  'The risk is not marked as eliminated; there is nothing to roll back.',
)
export const measureNumberTaken = no('measure-number-taken', '该措施编号已使用且内容不同。', 'The measure number is taken with other words.')
export const noSuchMeasure = no('no-such-measure', '没有这项帮扶措施。', 'There is no such measure.')
export const untilInThePast = no('until-in-the-past', '截止日须在今起日之后。', 'The last day lies before the first.')
export const monitoredNotPaused = no(
  'monitored-not-paused',
  '监测对象不能暂停，只能按程序消除。',
  'A monitored household is not paused; it is eliminated by procedure.',
)
export const ruleUnknown = no('rule-unknown', '没有这条规则。', 'There is no such rule.')
export const ruleNotWaivable = no('rule-not-waivable', '程序类规则不能豁免。', 'Rules on the procedure are not waived.')
const noSuchRecord = (code: string) => no(code, '没有这条记录，请核对事件编号。', 'There is no such record; check the event id.')
export const noSuchInclusion = noSuchRecord('no-such-inclusion')
export const noSuchPause = noSuchRecord('no-such-pause')
export const noSuchWaiver = noSuchRecord('no-such-waiver')

/** @param length how long the notice runs, `least` how long it has to, `region` and `from` of the deadline that says so. */
export function noticeTooShort(length: Text, least: Text & { count: number }, region: Text, from: string): Refusal {
  return no(
    'notice-too-short',
    `公示 ${length.zh}，少于规定的 ${least.zh}（${region.zh} ${from} 起），请改期。`,
    `The notice runs ${length.en}, fewer than the ${least.count} required (${region.en} from ${from}); change its dates.`,
  )
}

export function noticeRunning(to: string): Refusal {
  return no('notice-running', `公示要到 ${to} 才结束，请次日起再办。`, `The notice runs until ${to}; do this from the day after.`)
}

export function classNotInScheme(date: string, scheme: string): Refusal {
  return no(
    'class-not-in-scheme',
    `${date} 执行的分类（${scheme}）中没有这一类别。`,
    `The class scheme in force on ${date} (${scheme}) has no such class.`,
  )
}

export function beforeRecognition(on: string): Refusal {
  return no(
    'before-recognition',
    `识别于 ${on}，不能在此前提出消除，请核对日期。`,
    `Recognised on ${on}; an elimination cannot be proposed before that day. Check the date.`,
  )
}

export function tooEarly(on: string, term: Text, due: string): Refusal {
  return no(
    'too-early',
    `识别于 ${on}，满 ${term.zh}（${due}）后才能按帮扶消除。`,
    `Recognised on ${on}; elimination by help is possible from ${due}, after ${term.en}.`,
  )
}

/** @param perHead fen per person and year, like the line. */
export function underLine(perHead: number, line: number, region: Text, year: string): Refusal {
  return no(
    'under-line',
    `人均纯收入 ${inYuan(perHead).zh} < 当年监测线 ${inYuan(line).zh}（${region.zh} ${year}），不能消除。`,
    `Net income per head ${inYuan(perHead).en} < this year's line ${inYuan(line).en} (${region.en} ${year}).`,
  )
}

export function guaranteeUnsafe(which: Text): Refusal {
  return no('guarantee-unsafe', `“三保障”或饮水安全未解决（${which.zh}），不能消除。`, `A guarantee is not safe (${which.en}).`)
}

export function waiverTooLong(months: number): Refusal {
  return no('waiver-too-long', `豁免最长 ${months} 个月。`, `A waiver lasts ${months} months at most.`)
}
