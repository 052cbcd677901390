import { ALERT_STAGES, AlertDismissReason, type AlertReason, CountsAgain, causeTitle, Department, Found, regionName } from '@rural-tracker/domain'
import {
  ALERT_SORTS,
  type AlertAct,
  type AlertLoadQuestion,
  type AlertLoadRow,
  type AlertRow,
  type AlertsQuestion,
  type Tracker,
} from '@rural-tracker/tracker'
import type { Command } from 'commander'
import { CliError, type Io, json, table } from './io.ts'
import { notice, warnBehind } from './show.ts'
import { count, date, division, knownAt, oneOf } from './values.ts'

type AlertsAsked = AlertsQuestion & Readonly<{ asOf?: string; knownAt?: string }>
type AlertLoadAsked = AlertLoadQuestion & Readonly<{ asOf?: string; knownAt?: string }>
type Run = (work: (tracker: Tracker, global: { json?: boolean }) => Promise<void>) => Promise<void>

const STATUSES: Readonly<Record<AlertRow['status'], string>> = {
  none: '',
  listed: '周清单',
  raised: '待处理',
  acknowledged: '已知悉',
  answered: '确有风险',
  cleared: '已核无需处理',
  dismissed: '不予处理',
  resolved: '已消失',
  withdrawn: '已撤回',
}
const STAGE_WORDS: Readonly<Record<AlertRow['stage'], string>> = { village: '村', town: '乡镇', county: '县' }
const FOUND_WORDS: Readonly<Record<Found, string>> = { atRisk: '确有风险', covered: '已在帮扶', noRisk: '没有风险', notMet: '未遇到人' }

/** `tracker alerts …`: what there is, one at length, and the answers that a person gives. */
export function alertCommands(alerts: Command, run: Run, io: Io): void {
  filters(clocks(alerts)).action((options: AlertsAsked) => run((tracker, { json: asJson = false }) => showAlerts(tracker, options, io, asJson)))
  // Options of the same name are taken by `alerts`, wherever they stand: who wants them says so, and reads them there.
  filters(clocks(alerts.command('list')))
    .description('预警清单 · the alerts')
    .option('--json')
    .action((_options, self: Command) =>
      run((tracker, { json: asJson = false }) => showAlerts(tracker, self.optsWithGlobals<AlertsAsked>(), io, asJson)),
    )
  clocks(alerts.command('show <alert>'))
    .description('一条预警及其经过 · one alert with everything said of it')
    .option('--json')
    .action((id: string, _options, self: Command) =>
      run((tracker, { json: asJson = false }) => showAlert(tracker, id, self.optsWithGlobals<AlertsAsked>(), io, asJson)),
    )
  clocks(alerts.command('load'))
    .description('各村、各人每月预警数 · alerts per village and officer, month by month')
    .option('--division <code>', '区划代码 · division', division)
    .option('--officer <id>', '责任人 · this officer alone')
    .option('--from <date>', '自该月起 · from this month', date)
    .option('--to <date>', '至该月止 · to this month', date)
    .option('--json')
    .action((_options, self: Command) => run((tracker, { json: asJson = false }) => showLoad(tracker, self.optsWithGlobals(), io, asJson)))
  alerts
    .command('raise')
    .description('查一次到期和新信号并提出预警 · ask once what is due, and raise it')
    .option('--json')
    .action(() =>
      run(async (tracker, { json: asJson = false }) => {
        const done = await tracker.raiseAlerts()
        if (asJson) return json(io, done)
        return io.out(`${done.days} 天，${done.commands} 条 · ${done.days} days, ${done.commands} commands\n`)
      }),
    )
  const act = (name: string, description: string, made: (options: Record<string, string>, to: string) => AlertAct, argument = '') =>
    alerts
      .command(`${name} <alert>${argument}`)
      .description(description)
      .option('--actor <id>', '由谁 · who', 'cli:operator')
      .option('--on <date>', '日期 · day', date)
      .option('--json')
      .action((id: string, ...rest: unknown[]) => {
        const self = rest.at(-1) as Command
        const to = argument === '' ? '' : String(rest[0])
        return run((tracker, { json: asJson = false }) => carryOut(tracker, id, made(self.opts(), to), self.opts(), io, asJson))
      })
  act('acknowledge', '知悉 · seen', () => ({ type: 'AcknowledgeAlert' }))
  act('answer', '入户反馈 · a visit was made', ({ found = '' }) => ({ type: 'AnswerAlert', found: found as Found })).requiredOption(
    '--found <what>',
    '发现：atRisk 确有风险、covered 已在帮扶、noRisk 没有风险、notMet 未遇到人 · what the visit found',
    oneOf(Found.options, 'usage.found'),
  )
  act('dismiss', '不予处理，并说明何种证据再算 · put it aside, and say what would count again', ({ reason, countsAgain }) => ({
    type: 'DismissAlert',
    reason: reason as (typeof AlertDismissReason)['options'][number],
    countsAgain: countsAgain as CountsAgain,
  }))
    .requiredOption('--reason <reason>', '理由 · why', oneOf(AlertDismissReason.options, 'usage.reason'))
    .option('--counts-again <what>', '何种证据再算 · newEvidence or higherLevel', oneOf(CountsAgain.options, 'usage.counts-again'), 'newEvidence')
  act('resolve', '办结 · it is dealt with', () => ({ type: 'ResolveAlert', because: 'byHand' }))
  act('assign', '指定责任人 · who answers for it', (_options, assignee) => ({ type: 'AssignAlert', assignee }), ' <officer>')
  act('pass-on', '转交 · to village, town, county, or a department', ({ department }, to) => passedOn(to, department), ' <to>').option(
    '--department <name>',
    '部门 · which department',
    oneOf(Department.options, 'usage.department'),
  )
}

const passedTo = oneOf([...ALERT_STAGES, 'department'], 'usage.stage')

function passedOn(to: string, department: string | undefined): AlertAct {
  const which = department === undefined ? {} : { department: department as (typeof Department)['options'][number] }
  return { type: 'PassOnAlert', to: passedTo(to) as 'village', ...which }
}

function clocks(command: Command): Command {
  return command
    .option('--as-of <date>', '截至日期 · as they stood on this day', date)
    .option('--known-at <instant|position>', '按当时所知 · as known then', knownAt)
}

function filters(command: Command): Command {
  return command
    .option('--division <code>', '区划代码 · division', division)
    .option('--household <id>', '户 · household')
    .option('--officer <id>', '责任人 · who answers for it')
    .option('--level <n>', '级别 1–3 · level', count)
    .option('--stage <stage>', '环节 · village, town or county', oneOf(ALERT_STAGES, 'usage.stage'))
    .option('--cause <cause>', '原因 · cause, such as rule.drop-out')
    .option('--due-before <date>', '该日前到期 · due before this day', date)
    .option('--past', '包括已办结的 · also those that are over')
    .option('--weekly', '周清单：超出限额的弱信号 · the weekly list')
    .option('--sort <column>', '排序 · level, respondBy, dueOn, raisedOn or village', oneOf(ALERT_SORTS, 'usage.sort'))
    .option('--limit <n>', '行数 · rows', count)
    .option('--offset <n>', '从第几行 · first row', count)
}

async function showAlerts(tracker: Tracker, question: AlertsAsked, io: Io, asJson: boolean): Promise<void> {
  const found = await tracker.alerts(question)
  warnBehind(found, io)
  if (asJson) return json(io, found)
  const lines = found.rows.map((row) => [
    row.alert,
    row.village,
    `${row.level} 级`,
    causeTitle(row.cause).zh,
    STATUSES[row.status],
    STAGE_WORDS[row.stage],
    row.raisedOn ?? row.listedOn ?? '',
    limits(row, found.asOf),
    row.assignee ?? '',
  ])
  const heading = `${question.weekly ? '周清单' : '预警'} ${clocksShown(found)}：${found.total} 条`
  await io.out(`${await notice(tracker)}${heading}\n${table([['编号', '村', '级别', '原因', '状态', '环节', '提出', '时限', '责任人'], ...lines])}\n`)
}

/** The day, and where it is asked what was known then, the instant. */
function clocksShown({ asOf, knownAt: known }: Readonly<{ asOf: string; knownAt: string | null }>): string {
  return known === null ? asOf : `${asOf}（按 ${known} 时所知）`
}

function limits({ respondBy, dueOn }: AlertRow, today: string): string {
  const told = (word: string, day: string | null) => (day === null ? '' : `${word} ${day}${day < today ? '（已过）' : ''}`)
  return [told('答复', respondBy), told('到期', dueOn)].filter(Boolean).join('，')
}

async function showAlert(tracker: Tracker, id: string, { asOf, knownAt: known }: AlertsAsked, io: Io, asJson: boolean): Promise<void> {
  const clocks = { ...(asOf === undefined ? {} : { asOf }), ...(known === undefined ? {} : { knownAt: known }) }
  const alert = await tracker.alert(id, clocks)
  warnBehind(alert, io)
  if (asJson) return json(io, alert)
  const { subject, village, cause, level, stage, status, episode, respondBy, dueOn, assignee, evidence, found, history } = alert
  const facts = [
    `${subject} ${village} ${causeTitle(cause).zh}：${STATUSES[status]}，第 ${episode} 次，${level} 级，${STAGE_WORDS[stage]}`,
    `首个信号 ${alert.firstSignOn}${respondBy === null ? '' : `，最迟 ${respondBy} 答复`}${dueOn === null ? '' : `，到期日 ${dueOn}`}${assignee === null ? '' : `，责任人 ${assignee}`}`,
    ...(alert.raisedOn === null
      ? []
      : [`提出 ${alert.raisedOn}${alert.next === null ? '' : `，逾期未答复 ${alert.next.on} 上报${STAGE_WORDS[alert.next.stage]}`}`]),
    ...(found === null ? [] : [`入户发现：${FOUND_WORDS[found]}`]),
    ...(alert.again === null ? [] : [`再次提出：${alert.again.zh}`]),
    ...reasonLines(alert.reason),
    `依据事件 ${evidence.length} 个`,
    ...evidence.map((event) => evidenceLine(event, alert.reason)),
  ]
  const steps = history.map((step) => [step.occurredOn, step.knownAt, step.type, `第 ${step.episode} 次`, step.actor])
  await io.out(`${await notice(tracker)}${facts.join('\n')}\n${table([['发生日', '知悉时刻', '事件', '', '由谁'], ...steps])}\n`)
}

/** The sentence, what was compared, the parameters in force that day, and what would clear it. */
function reasonLines(reason: AlertReason | null): readonly string[] {
  if (reason === null) return []
  const { message, clauses, parameters, clearedBy } = reason
  return [
    `理由：${message.zh}`,
    ...clauses.map(({ holds, text, parameter }) => `    ${holds ? '●' : '○'} ${text.zh}${parameter ? `  [${parameter}]` : ''}`),
    ...parameters.map(
      ({ title, region, from, assumption, event }) =>
        `    参数 ${title.zh}：${regionName(region).zh}，${from} 起${assumption ? '，假定' : ''}  ${event}`,
    ),
    ...(clearedBy === null ? [] : [`    解除条件：${clearedBy.zh}`]),
  ]
}

/** An event, and of what kind it was and when, where it still stood that day. */
function evidenceLine(event: string, reason: AlertReason | null): string {
  const told = reason?.facts.filter((fact) => fact.event === event).map(({ title, on, knownAt: known }) => `${title.zh} ${on}，知悉 ${known}`) ?? []
  return [`  ${event}`, ...told].join('  ')
}

async function showLoad(tracker: Tracker, question: AlertLoadAsked, io: Io, asJson: boolean): Promise<void> {
  const load = await tracker.alertLoad(question)
  warnBehind(load, io)
  if (asJson) return json(io, load)
  const lines = load.rows.map((row: AlertLoadRow) => [
    row.month,
    row.who,
    `${row.raised}${row.budget === null ? '' : `/${row.budget}`}`,
    row.takenOver === null ? '' : String(row.takenOver),
    String(row.strong),
    String(row.listed),
    String(row.escalated),
    String(row.answered),
    String(row.confirmed),
    String(row.dismissed),
  ])
  const heading = `各村、各人每月预警数 ${clocksShown(load)}`
  await io.out(
    `${await notice(tracker)}${heading}\n${table([['月', '村/人', '预警/限额', '接手', '强信号', '周清单', '上报', '已反馈', '属实', '不予处理'], ...lines])}\n`,
  )
}

async function carryOut(
  tracker: Tracker,
  id: string,
  act: AlertAct,
  { actor = 'cli:operator', on }: Readonly<{ actor?: string; on?: string }>,
  io: Io,
  asJson: boolean,
): Promise<void> {
  const outcome = await tracker.actOnAlert(id, act, { actor, source: 'cli', ...(on === undefined ? {} : { on }) })
  if (!outcome.ok) throw new CliError(1, outcome.refused, outcome.message.zh, outcome.message.en)
  const alert = await tracker.alert(id)
  if (asJson) return json(io, { ok: true, events: outcome.events.map((event) => event.id), alert })
  return io.out(`${alert.alert}：${STATUSES[alert.status]}${alert.again === null ? '' : `，${alert.again.zh}`} · done\n`)
}
