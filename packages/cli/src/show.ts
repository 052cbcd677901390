import { MEASURE_KINDS } from '@rural-tracker/domain'
import type { ModelStatus, TimelineRow, Tracker } from '@rural-tracker/tracker'
import { DEMO_NOTICE, type Io, json, table } from './io.ts'
import { shown } from './values.ts'
import { BREACHES, CLASSES, OUTCOMES, REASONS, SIGNS, TIMELINE_STEPS } from './words.ts'

type Clocks = { asOf?: string; knownAt?: string }
/** The question that a figure and its trace answer alike. */
export type FigureAsked = { from?: string; to?: string; division?: string; divisionsAsOf?: string; knownAt?: string }

export async function showTimeline(
  tracker: Tracker,
  household: string,
  asked: Pick<Clocks, 'knownAt'> & { steps?: boolean },
  io: Io,
  asJson: boolean,
): Promise<void> {
  const timeline = await tracker.timeline(household, asked)
  warnBehind(timeline, io)
  const byKnowledge = [...timeline.rows].sort((a, b) => Number(a.position) - Number(b.position))
  if (asJson) return json(io, { ...timeline, byKnowledge: byKnowledge.map(({ eventId }) => eventId) })
  if (asked.steps) return io.out(`${await notice(tracker)}${household} 监测过程\n${wayOf(timeline.rows)}\n`)
  const lines = (rows: typeof timeline.rows) =>
    table([
      ['发生日', '知悉时刻', '位置', '事件', ''],
      ...rows.map((row) => [row.occurredOn, row.knownAt, row.position, row.type, row.takenAlong ? `随人转自 ${row.takenAlong.household}` : '']),
    ])
  await io.out(
    `${await notice(tracker)}${household} 按发生日\n${lines(timeline.rows)}\n\n${household} 按知悉先后\n${lines(byKnowledge)}\n支付疑点 ${timeline.findings.length}\n`,
  )
}

/** The way of a case, a step a line, in the order in which it was true. */
export function wayOf(rows: readonly TimelineRow[]): string {
  return table([
    ['发生日', '程序', '步骤', '事件', '说明'],
    ...rows.map(({ occurredOn, step, type, data }) => {
      const { procedure, round, outcome, class: word, kind, reason, breaches } = data as StepWords
      const said = [
        round === undefined ? '' : `第 ${round} 轮`,
        outcome === undefined ? '' : (OUTCOMES[outcome] ?? outcome),
        typeof word === 'string' ? (CLASSES[word] ?? word) : '',
        kind === undefined ? '' : (MEASURES[kind] ?? kind),
        reason === undefined ? '' : (REASONS[reason] ?? reason),
        breaches === undefined || breaches.length === 0 ? '' : breaches.map((one) => BREACHES[one] ?? one).join('、'),
      ]
      return [occurredOn, String(procedure ?? ''), step === undefined ? '' : TIMELINE_STEPS[step], type, said.filter(Boolean).join('，')]
    }),
  ])
}

type StepWords = Readonly<{
  procedure?: number
  round?: number
  outcome?: string
  class?: unknown
  kind?: string
  reason?: string
  breaches?: string[]
}>
const MEASURES: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(MEASURE_KINDS).map(([kind, { zh }]) => [kind, zh]))

export async function showFigures(tracker: Tracker, asked: FigureAsked, io: Io, asJson: boolean): Promise<void> {
  const answer = await tracker.figures(asked)
  warnBehind(answer, io)
  if (asJson) return json(io, { position: answer.position, behind: answer.behind, figures: answer.figures })
  const rows = answer.figures.map((figure) => [
    figure.indicator,
    figure.title.zh,
    shown(figure.value, figure.unit),
    SIGNS[figure.relation],
    figure.published.map((one) => `${one.claim} ${one.value === null ? one.written : shown(one.value, figure.unit)}`).join(' / '),
    String(figure.events),
  ])
  const formulas = answer.figures.flatMap(({ indicator, formula }) =>
    formula ? [`${indicator} v${formula.version}：${formula.text.zh} · ${formula.text.en}\n`] : [],
  )
  await io.out(`${await notice(tracker)}${table([['指标', '名称', '数值', '', '报告', '依据'], ...rows])}\n${formulas.join('')}`)
}

export async function showTrace(tracker: Tracker, what: string, asked: FigureAsked, io: Io): Promise<void> {
  for await (const line of await tracker.trace(what, asked)) await json(io, line)
}

export async function showProjections(tracker: Tracker, io: Io, asJson: boolean): Promise<void> {
  const projections = await tracker.projections()
  if (asJson) return json(io, { projections })
  const rows = projections.map((p) => [p.name, `v${p.version}`, p.state, String(p.position ?? '-'), `${p.behindSeconds} s`, whyNot(p)])
  await io.out(`${table([['读模型', '版本', '状态', '位置', '落后', ''], ...rows])}\n`)
}

/** Before which event it stands, or on which day; otherwise what was left out. */
function whyNot({ failure, setAside }: ModelStatus): string {
  if (!failure) return setAside > 0 ? `已搁置 ${setAside}` : ''
  return failure.day === undefined ? `${failure.eventId}: ${failure.reason}` : failure.reason
}

/** Says that the answer is behind the log, when it is. */
export function warnBehind({ behind, position }: { behind: boolean; position: string | null }, io: Io): void {
  if (behind)
    io.err(`注意：读模型尚未追上日志，本答案截至位置 ${position ?? '-'} · the answer is behind the log, up to position ${position ?? '-'}\n`)
}

/** Says on every screen when the log holds demonstration data. */
export async function notice(tracker: Tracker): Promise<string> {
  for await (const page of tracker.events.readAll({ pageSize: 1 }))
    return page.events[0]?.metadata.source === 'import:demo' ? `【${DEMO_NOTICE}】` : ''
  return ''
}
