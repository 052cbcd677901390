import { readFileSync } from 'node:fs'
import { inYuan, type ProposedParameter, quotable, regionName, titleOf } from '@rural-tracker/domain'
import type { AlertDays, Caught, PolicyReplay, ReplayChange, ReplayedHousehold, ReplayQuestion, Tracker } from '@rural-tracker/tracker'
import { CliError, type Io, json, table } from './io.ts'
import { notice, warnBehind } from './show.ts'

/** How many households and months people are shown when they do not say. */
const SHOWN = 20

/** What a proposed line, threshold or set of rules would have made of the recorded past: who, how much earlier, and at what price in alerts. */
export async function showReplay(tracker: Tracker, file: string, asked: ReplayQuestion & { limit?: number }, io: Io, asJson: boolean): Promise<void> {
  const { limit = SHOWN, ...question } = asked
  const replay = await tracker.replayPolicy(readProposalFile(file), question)
  warnBehind(replay, io)
  if (asJson) return json(io, replay)
  await io.out(`${await notice(tracker)}${replayText(replay, limit)}`)
}

/** @throws CliError when the file cannot be read or is no JSON. */
function readProposalFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new CliError(
      1,
      'proposal.no-file',
      `无法读取文件 ${quotable(path)}，请核对路径。`,
      `The file ${quotable(path)} cannot be read; check its path.`,
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new CliError(1, 'proposal.not-json', '方案文件不是 JSON，请改正。', 'The proposal is no JSON; correct the file.')
  }
}

function replayText(replay: PolicyReplay, limit: number): string {
  const { caught, alerts, changed } = replay
  const where = replay.division === null ? '各地' : `${regionName(replay.division).zh}（${replay.division}）`
  const busiest = alerts.months.toSorted((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after))
  return [
    `方案推演 ${where} ${replay.from} 至 ${replay.to}：按当时所知逐日推演，未写入任何数据`,
    ...replay.proposed.map((one) => `  ${proposedText(one)}`),
    '',
    `方案所及规则 ${replay.rules.length} 条，所及 ${replay.households} 户；其他规则前后相同，不计在内`,
    table([
      ['', '现行', '方案', '新增', '不再'],
      ['预警户数', ...of(caught, ({ households }) => String(households))],
      ['其中已在监测', ...of(caught, ({ monitored }) => String(monitored))],
      ['其余中后来被识别', ...of(caught, confirmed)],
      ['先于识别', ...of(caught, ({ earlier }) => String(earlier))],
      ['晚于识别', ...of(caught, ({ later }) => String(later))],
      ['距识别天数（中位）', ...of(caught, ({ medianDays }) => (medianDays === null ? '' : String(medianDays)))],
    ]),
    `比现行提前 ${caught.caughtEarlier} 户，推后 ${caught.caughtLater} 户`,
    '',
    '预警次数：一条规则对一户开始触发算一次，直到不再触发为止',
    table([
      ['规则', '', '现行', '方案', ''],
      ...replay.rules.map(({ rule, title, before, after }) => [rule, title.zh, String(before), String(after), signed(after - before)]),
      ['合计', '', String(alerts.before), String(alerts.after), signed(alerts.after - alerts.before)],
    ]),
    '',
    `每村每月预警次数（最多的 ${Math.min(limit, busiest.length)} 行，共 ${busiest.length} 行）`,
    table([
      ['村', '月', '现行', '方案', ''],
      ...busiest.slice(0, limit).map(({ village, month, before, after }) => [village, month, String(before), String(after), signed(after - before)]),
    ]),
    '',
    `有变化的户（${changed.length} 户${changed.length > limit ? `，列出 ${limit} 户` : ''}）`,
    ...(changed.length === 0 ? [] : [householdTable(inOrder(changed).slice(0, limit))]),
    '',
  ].join('\n')
}

function of({ before, after, additional, noLonger }: PolicyReplay['caught'], told: (caught: Caught) => string): readonly string[] {
  return [before, after, additional, noLonger].map(told)
}

function confirmed({ confirmed: count, confirmedPercent }: Caught): string {
  return confirmedPercent === null ? '' : `${count}（${confirmedPercent}%）`
}

function proposedText(one: ProposedParameter): string {
  const days = one.to === null ? `${one.from} 起` : `${one.from} 至 ${one.to}`
  const title = `${regionName(one.region).zh} ${titleOf(one.kind).zh}（${one.kind}）${days}`
  if (one.does === 'drop') return `${title}：不启用`
  if (one.does === 'scale') return `${title}：现行的 ${one.percent}%`
  const { amount, value, length, months, level } = one.value as Readonly<Record<string, number | undefined>>
  if (amount !== undefined) return `${title}：${inYuan(amount).zh}`
  const plain = value ?? length ?? months ?? (level === undefined ? undefined : `等级 ${level}`)
  return plain === undefined ? title : `${title}：${plain}`
}

const CHANGES: Readonly<Record<ReplayChange, string>> = {
  additional: '新增',
  noLonger: '不再',
  earlier: '提前',
  later: '推后',
  alerts: '次数变化',
}
const ORDER = Object.keys(CHANGES)

function inOrder(changed: readonly ReplayedHousehold[]): readonly ReplayedHousehold[] {
  return changed.toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change) || Math.abs(b.daysEarlier ?? 0) - Math.abs(a.daysEarlier ?? 0))
}

function householdTable(changed: readonly ReplayedHousehold[]): string {
  return table([
    ['户', '村', '变化', '现行', '方案', '提前天数', '识别', '早于识别', '其他预警', '规则'],
    ...changed.map(({ household, village, change, caughtOn, daysEarlier, recognition, otherwiseOn, alerts }) => [
      household,
      village,
      CHANGES[change],
      caughtOn.before ?? '',
      caughtOn.after ?? '',
      daysEarlier ? String(daysEarlier) : '',
      (recognition.after ?? recognition.before)?.recognisedOn ?? (recognition.after?.monitored ? '已在监测' : ''),
      [recognition.before, recognition.after].map((one) => one?.daysEarlier ?? '—').join(' → '),
      otherwiseOn ?? '',
      alerts.map(({ rule, before, after }) => `${rule} ${daysText(before)} → ${daysText(after)}`).join('；'),
    ]),
  ])
}

function daysText(days: readonly AlertDays[]): string {
  return days.length === 0 ? '无' : days.map(({ from, to }) => `${from ?? '此前'}…${to ?? ''}`).join('、')
}

function signed(count: number): string {
  return count === 0 ? '' : count > 0 ? `＋${count}` : `－${-count}`
}
