import type { Command, Tracker } from '@rural-tracker/tracker'
import { CliError, DEMO_NOTICE, json, table } from './io.ts'
import { comparedLines, inShort } from './list.ts'
import type { Progress } from './progress.ts'
import { wayOf } from './show.ts'
import { shown } from './values.ts'
import { SIGNS } from './words.ts'

/** A demonstration township: invented, loaded by the same commands as real work. The repository's own entry plugs them in. */
export type DemoTownship = Readonly<{
  /** The day of which the monitoring list is shown. */
  asOf: string
  title: string
  /** Its own code: every question about it asks by it, as another township may lie in the same log. */
  division: string
  /** What is shown beside its list; a township without it is only listed. */
  shown?: Shown
  commands: (eventId: (stream: string, commandId: string, index: number) => string) => Iterable<Command>
  persons: () => Iterable<Readonly<{ person: string; record: Readonly<{ name: string; idNumber?: string; phone?: string; account?: string }> }>>
}>

/** One household's whole way, what has changed since an earlier day, and the watch of villages on a day. */
type Shown = Readonly<{ household: string; since: string; watch: string }>

/** Loads the demonstration townships into one log, as often as one likes, and prints the summary. */
export async function demo(
  tracker: Tracker,
  townships: readonly DemoTownship[],
  eventId: Parameters<DemoTownship['commands']>[0],
  progress: Progress,
  asJson: boolean,
): Promise<void> {
  const { io } = progress
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
  const refusals: string[] = []
  const commands = asTheyBecameKnown(townships.map((township) => township.commands(eventId)))
  const summary = await tracker.import(commands, (outcome, index) => {
    progress.at('写入 · writing', index + 1, commands.length)
    if (!outcome.ok) refusals.push(outcome.refused)
  })
  io.err(`已写入 ${summary.events} 条事件（${summary.commands} 条命令，${summary.repeated} 条此前已有） · events written · ${seconds()}\n`)
  if (refusals.length > 0) {
    throw new CliError(
      1,
      'demo.refused',
      `演示数据中有 ${refusals.length} 条命令被拒绝。`,
      `${refusals.length} commands of the demonstration were refused.`,
      [...new Set(refusals)],
    )
  }
  for (const township of townships) tracker.persons.putMany(township.persons())
  io.err(`人员登记簿已就绪 · persons register · ${seconds()}\n`)
  const { figures, position } = await tracker.figures()
  io.err(`读模型已就绪 · read models built · ${seconds()}\n`)
  const lists = await listsOf(tracker, townships)
  const findings = await tracker.findings()
  const published = figures.filter((figure) => figure.published.length > 0)
  const conflicts = published.filter((figure) => figure.relation === 'conflict')

  if (asJson) {
    await json(io, {
      notice: DEMO_NOTICE,
      position,
      summary,
      figures: published,
      conflicts: conflicts.flatMap((figure) => figure.claims),
      townships: lists,
      findings: findings.length,
    })
    return
  }
  const lines = published.map((figure) => [
    figure.claims.join(' '),
    figure.title.zh,
    shown(figure.value, figure.unit),
    SIGNS[figure.relation],
    figure.published.map((one) => (one.value === null ? one.written : shown(one.value, figure.unit))).join(' / '),
    `${figure.events} 条依据`,
  ])
  await io.out(
    [
      `${townships.map(({ title }) => title).join('、')}（${DEMO_NOTICE}）`,
      '',
      '报告数字与事件计算值 · published figures beside computed ones',
      table([['编号', '指标', '按事件计算', '', '报告', '依据'], ...lines]),
      '',
      `报告自身的矛盾 · contradictions in the report: ${conflicts.length}`,
      ...conflicts.flatMap((figure) =>
        figure.published.map((one) => `  ${one.claim} ${figure.title.zh}：报告“${one.quote}”，事件合计 ${shown(figure.value, figure.unit)}`),
      ),
      '',
      ...lists.flatMap(printedTownship),
      `支付疑点 · payment findings: ${findings.length}`,
      '',
      `用时 ${seconds()} · ${DEMO_NOTICE}`,
      '',
    ].join('\n'),
  )
}

type Listed = Readonly<{ title: string; division: string }> &
  Awaited<ReturnType<Tracker['list']>> &
  Partial<Readonly<{ way: Awaited<ReturnType<Tracker['timeline']>>; watch: Awaited<ReturnType<Tracker['villageWatch']>> }>>

async function listsOf(tracker: Tracker, townships: readonly DemoTownship[]): Promise<readonly Listed[]> {
  const lists: Listed[] = []
  for (const { title, division, asOf, shown: more } of townships) {
    const since = more === undefined ? {} : { compare: more.since }
    lists.push({
      title,
      division,
      ...(await tracker.list({ division, asOf, limit: ROWS, ...since })),
      ...(more && (await shownBeside(tracker, division, more))),
    })
  }
  return lists
}

async function shownBeside(tracker: Tracker, division: string, { household, watch }: Shown) {
  return { way: await tracker.timeline(household, { steps: true }), watch: await tracker.villageWatch({ division, asOf: watch }) }
}

/** How many households are printed of a list, and of each part of a comparison. */
const ROWS = 10

function printedTownship(township: Listed): readonly string[] {
  const { title, division, asOf, total, rows, way, watch, compared } = township
  const list = [
    `${title} 防返贫监测名单 · monitoring list, as of ${asOf}: ${total} 户`,
    ...rows.map((row) => `  ${inShort(row)}`),
    ...(total > rows.length ? [`  … 其余 ${total - rows.length} 户：tracker list --division ${division} --as-of ${asOf}`] : []),
    '',
  ]
  return [
    ...list,
    ...(compared === undefined
      ? []
      : [
          `${title} 名单变化 · what changed between ${compared.asOf} and ${asOf}`,
          ...comparedLines(township, ROWS),
          `  tracker list --division ${division} --as-of ${asOf} --compare ${compared.asOf}`,
          '',
        ]),
    ...(way === undefined
      ? []
      : [
          `${title} 一户的全程 · the whole way of one household: ${way.household}`,
          wayOf(way.rows),
          `  tracker timeline ${way.household} --steps`,
          '',
        ]),
    ...(watch === undefined ? [] : printedWatch(title, division, watch)),
  ]
}

function printedWatch(title: string, division: string, { asOf, rows }: NonNullable<Listed['watch']>): readonly string[] {
  return [
    `${title} 规模性返贫风险监测 · watch of villages, as of ${asOf}: ${rows.length} 个村`,
    ...rows.map(({ village, message }) => `  ${village} ${message.zh}`),
    ...rows.slice(0, 1).map(({ village }) => `  tracker explain ${village} --as-of ${asOf}`),
    `  tracker watch --division ${division} --as-of ${asOf}`,
    '',
  ]
}

/** Several histories as one log would have them: by the instant at which each command became known. */
function asTheyBecameKnown(histories: readonly Iterable<Command>[]): readonly Command[] {
  const [only, ...others] = histories
  if (others.length === 0) return [...(only ?? [])]
  return histories
    .flatMap((history) => [...history])
    .sort((a, b) => ((a.knownAt ?? '') < (b.knownAt ?? '') ? -1 : (a.knownAt ?? '') > (b.knownAt ?? '') ? 1 : 0))
}
