import { inYuan, MEASURE_KINDS, regionName } from '@rural-tracker/domain'
import type { CaseStep, ExplainedIncome, ExplainedProcedure, Explanation, Tracker } from '@rural-tracker/tracker'
import { type Io, json } from './io.ts'
import { notice, warnBehind } from './show.ts'
import { CLASSES, INCOMES, REASONS, STAGES, STATUSES } from './words.ts'

type Asked = { asOf?: string; knownAt?: string; rule?: string; all?: boolean }
type Rule = Explanation['rules'][number]

const STEPS: Readonly<Record<CaseStep, string>> = {
  clue: '线索',
  proposal: '提出消除',
  visit: '入户核实',
  consent: '签署授权',
  match: '信息比对',
  review: '民主评议',
  notice: '村内公示',
  noticeEnded: '公示结束',
  townCheck: '乡镇审核',
  county: '县级审定',
  announcement: '县级公告',
  recognition: '识别',
  elimination: '风险消除',
  nationalEntry: '系统录入',
}
const PURPOSES: Readonly<Record<ExplainedProcedure['purpose'], string>> = { recognition: '识别', reMark: '再标注', elimination: '风险消除' }
const OUTCOMES: Readonly<Record<Rule['outcome'], string>> = {
  fired: '● 触发',
  waived: '◐ 已豁免',
  answered: '◐ 已核实处理',
  silent: '○ 未触发',
  notSet: '○ 未设参数',
  unknown: '○ 缺少记录',
}
const PARTS: Readonly<Record<keyof ExplainedIncome['parts'], string>> = {
  wages: '工资性',
  business: '经营性',
  property: '财产性',
  transfers: '转移性',
  businessCost: '经营性支出',
}

const yuan = (fen: number) => inYuan(fen).zh

export async function showExplanation(tracker: Tracker, household: string, asked: Asked, io: Io, asJson: boolean): Promise<void> {
  const why = await tracker.explain(household, asked)
  warnBehind(why, io)
  if (asJson) return json(io, why)
  const heading = `${household} 截至 ${why.asOf}${why.knownAt ? `，按 ${why.knownAt} 时所知` : ''}：${why.listed ? '在名单上' : '不在名单上'}`
  const lines = asked.rule === undefined ? [...standing(why), ...watchLines(why), ...caseLines(why), ...incomeLines(why)] : []
  await io.out(`${await notice(tracker)}${[heading, ...lines, ...ruleLines(why.rules, asked)].join('\n')}\n`)
}

function standing({ row }: Explanation): readonly string[] {
  if (row === null) return []
  const { class: word, status, level, since, deadline, helper } = row
  return [
    [
      `${CLASSES[word] ?? word}，${STATUSES[status]}`,
      level === null ? '' : `等级 ${level}`,
      since === null ? '' : `自 ${since}`,
      deadline === null ? '' : `期限 ${deadline.on} ${STAGES[deadline.stage] ?? deadline.stage}`,
      helper === null ? '' : `帮扶责任人 ${helper}`,
    ]
      .filter(Boolean)
      .join('；'),
  ]
}

/** The watch of its village, where one of the household's signs is counted. */
function watchLines({ village }: Explanation): readonly string[] {
  return (village?.watch ?? []).map((watch) => `${watch.title.zh} ${watch.village}：${watch.message.zh}`)
}

function caseLines({
  case: { procedures, recognised, eliminated, rolledBack, measures, inclusions, pauses, waivers },
}: Explanation): readonly string[] {
  const until = ({ until: day, reason, by }: (typeof pauses)[number]) => `${REASONS[reason] ?? reason}${by === null ? '' : `，${by}`}，至 ${day}`
  return [
    ...procedures.flatMap(procedureLines),
    ...(recognised === null ? [] : [`第 ${recognised.round} 轮识别 ${recognised.on}（${CLASSES[recognised.class] ?? recognised.class}）`]),
    ...rolledBack.map(({ on, reason }) => `回退 ${on}（${REASONS[reason] ?? reason}）`),
    ...(eliminated === null ? [] : [`风险消除 ${eliminated.on}`]),
    ...measures.map(
      (one) => `措施 ${one.measure} ${MEASURE_KINDS[one.kind as keyof typeof MEASURE_KINDS]?.zh ?? one.kind} ${one.from} 起${term(one)}`,
    ),
    ...inclusions.map((one) => `人工纳入：${until(one)}`),
    ...pauses.map((one) => `暂停：${until(one)}`),
    ...waivers.map((one) => `豁免 ${one.rule ?? ''}：${until(one)}`),
  ]
}

function term({ endedOn, until, running }: Explanation['case']['measures'][number]): string {
  if (endedOn !== null) return `，${endedOn} 结束`
  if (until !== null) return running ? `，至 ${until}` : `，${until} 到期`
  return ''
}

function procedureLines({ procedure, purpose, steps, missing, closedBy }: ExplainedProcedure): readonly string[] {
  const made = steps.filter(({ on }) => on !== null).map(({ step, on }) => `${STEPS[step]} ${on}`)
  return [
    `程序 ${procedure}（${PURPOSES[purpose]}，${closedBy === null ? '进行中' : `${closedBy.on} 办结`}）：${made.join(' → ')}`,
    ...(missing.length === 0 ? [] : [`    ${closedBy === null ? '待办' : '缺项'}：${missing.map((step) => STEPS[step]).join('、')}`]),
  ]
}

function incomeLines({ income: { inForce, annual, rolling }, line }: Explanation): readonly string[] {
  const years = [
    ['收入年度', annual],
    ['近 12 个月', rolling],
  ] as const
  return [
    ...(inForce === null ? ['收入：没有已结束时段的记录'] : incomeTold('收入', inForce)),
    ...years.flatMap(([title, income]) => (income === null ? [] : [`${title}：${inShort(income)}${income.covered ? '' : '（记录不全，不作判断）'}`])),
    line === null
      ? '监测线：未设定'
      : `监测线：${yuan(line.amount)}（${regionName(line.region).zh}，${line.from} 起${line.assumption ? '，假定' : ''}；${line.basis}）`,
  ]
}

function incomeTold(title: string, income: ExplainedIncome): readonly string[] {
  const parts = Object.entries(PARTS).flatMap(([part, word]) => {
    const amount = income.parts[part as keyof typeof PARTS]
    return amount === 0 ? [] : [`${word} ${yuan(amount)}`]
  })
  return [
    `${title}：${inShort(income)}，${income.kind === 'computed' ? '按记录计算' : '按上报'}`,
    ...(parts.length === 0 ? [] : [`    ${parts.join('，')}`]),
    ...income.entries.map(
      ({ event, kind, share, counts }) => `    ${INCOMES[kind] ?? kind} ${yuan(share)}${counts ? '' : '（不计入）'}  事件 ${event}`,
    ),
  ]
}

function inShort({ window, net, members, perHead, compliantSelfPaid, insurancePayout, afterExpense }: ExplainedIncome): string {
  const each = perHead === null ? '期末无成员' : `人均 ${yuan(perHead)}`
  const after =
    compliantSelfPaid === 0 && insurancePayout === 0
      ? ''
      : `，减合规自付 ${yuan(compliantSelfPaid)}、加理赔 ${yuan(insurancePayout)}${afterExpense === null ? '' : ` 后人均 ${yuan(afterExpense)}`}`
  return `${window.from} 至 ${window.to} 纯收入 ${yuan(net)}，${members} 人，${each}${after}`
}

/** Fired rules first and at length, then what people have settled; silent ones in a line each unless all, or one of them, is asked for. */
function ruleLines(rules: readonly Rule[], { all, rule }: Asked): readonly string[] {
  const isLong = ({ outcome }: Rule) => all === true || rule !== undefined || !SILENT.has(outcome)
  const fired = rules.filter((one) => one.fired)
  const settled = rules.filter(({ fired: isFired, outcome }) => !isFired && !SILENT.has(outcome))
  const silent = rules.filter(({ outcome }) => SILENT.has(outcome))
  return [...fired, ...settled, ...silent].flatMap((one) => (isLong(one) ? atLength(one) : [inALine(one)]))
}

const SILENT: ReadonlySet<Rule['outcome']> = new Set(['silent', 'notSet', 'unknown'])

function inALine({ outcome, title, rule, message }: Rule): string {
  return `${OUTCOMES[outcome]} ${title.zh}（${rule}）：${message.zh}`
}

/** A rule with its clauses, what is missing, what would change its answer, and its events. */
export function atLength(rule: Rule): readonly string[] {
  return [
    `${OUTCOMES[rule.outcome]} ${rule.title.zh}（${rule.rule} v${rule.version}；依据 ${rule.source}）`,
    `    ${rule.message.zh}`,
    ...rule.clauses.map((clause) => `    ${clause.holds ? '●' : '○'} ${clause.text.zh}${clause.parameter ? `  [${clause.parameter}]` : ''}`),
    ...(rule.missing.length === 0 ? [] : [`    缺少：${rule.missing.map(({ zh }) => zh).join('；')}`]),
    `    ${rule.fired ? '解除条件' : '触发条件'}：${rule.clearedBy.zh}`,
    ...rule.events.map((id) => `    事件 ${id}`),
  ]
}
