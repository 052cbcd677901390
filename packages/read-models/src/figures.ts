import { divisionOf, divisionPrefix, type Formula, type Indicator, indicatorOf, indicators, type Part, Tally, WITHDRAWN } from '@rural-tracker/domain'
import type { Condition, Row, RowStore } from '@rural-tracker/projections'
import { contributions } from './contributions.ts'
import { type DivisionsQuestion, type Succession, succession } from './division-succession.ts'
import { type Homes, homes } from './household-homes.ts'
import { type Limits, limits } from './procedure-limits.ts'
import { publishedFigures } from './published-figures.ts'

/**
 * Which days, where, and what we knew. Without days each claim is asked for its own period. `divisionsAsOf` counts what happened in a
 * village to what the village has become by that day; without it everything counts where it happened.
 */
export type FigureQuestion = DivisionsQuestion & Readonly<{ from?: string; to?: string; division?: string }>

export type Published = Readonly<{ claim: string; value: number | null; written: string; quote: string; kind: string; declared: string }>

export type Figure = Readonly<{
  indicator: string
  title: Readonly<{ zh: string; en: string }>
  value: number
  unit: string
  /** How a ratio is made for which there is no official formula. */
  formula?: Formula
  from: string
  to: string
  division: string
  claims: readonly string[]
  /** How it stands to the published one: `=`, `≥` (the text gives a lower bound), `conflict`, or `none` when nothing was published. */
  relation: '=' | '≥' | 'conflict' | 'none'
  published: readonly Published[]
  /** How many contributions stand behind it; `trace` lists them. */
  events: number
}>

export type TraceLine = Readonly<{
  eventId: string
  stream: string
  revision: number
  counted: string
  contribution: number
  part?: 'numerator' | 'denominator'
}>

const ALWAYS = { from: '0001-01-01', to: '9999-12-31' }

/** One figure asked for: an indicator over a period and a division, with the claims that speak of exactly that. */
type Asked = { readonly indicator: Indicator; readonly from: string; readonly to: string; readonly division: string; readonly published: Published[] }

/** Every indicator with the proof behind it, beside what was published. One pass over the contributions, whatever is asked. */
export async function figures(rows: RowStore, question: FigureQuestion = {}): Promise<readonly Figure[]> {
  const asked = await whatIsAsked(rows, question)
  const tallies = asked.map((one) => ({ one, parts: partsOf(one.indicator).map((part) => ({ part, tally: new Tally(part) })) }))
  const here = await circumstances(rows, question)
  const withdrawn = await withdrawals(rows, question)
  const bySeries = new Map<string, { within: Within; tally: Tally }[]>()
  for (const { one, parts } of tallies) {
    for (const { part, tally } of parts) {
      const listeners = bySeries.get(part.series) ?? []
      listeners.push({ within: withinOf(one, part), tally })
      bySeries.set(part.series, listeners)
    }
  }
  for await (const batch of rows.scan(contributions.table, {
    where: clocks(question),
    order: [
      ['position', 'asc'],
      ['n', 'asc'],
    ],
  })) {
    for (const row of batch) {
      for (const { within, tally } of bySeries.get(String(row.series)) ?? []) {
        if (isWithin(row, within, here) && !isWithdrawn(row, within, withdrawn)) tally.add(contributionOf(row, here.present))
      }
    }
  }
  return tallies.map(({ one, parts }) => {
    const { indicator, from, to, division, published } = one
    const [first, second] = parts.map(({ tally }) => tally.value)
    const value = indicator.combine === 'ratio' ? ratio(first ?? 0, second ?? 0, indicator.times) : (first ?? 0)
    const events = parts.reduce((sum, { tally }) => sum + tally.events, 0)
    return {
      indicator: indicator.id,
      title: indicator.title,
      value,
      unit: indicator.unit,
      ...(indicator.formula ? { formula: indicator.formula } : {}),
      from,
      to,
      division,
      claims: published.map(({ claim }) => claim),
      relation: relationOf(value, published),
      published,
      events,
    }
  })
}

/**
 * The events behind a figure, in the order of the log. The contributions add up to it; somebody already counted contributes 0;
 * a ratio lists its two parts. A claim is traced over its own period and place, or over those asked for.
 *
 * @returns undefined when there is no such claim or indicator.
 */
export async function traceFigure(
  rows: RowStore,
  claimOrIndicator: string,
  question: FigureQuestion = {},
): Promise<AsyncIterable<TraceLine> | undefined> {
  const all = await whatIsAsked(rows, question)
  const claimed = all.find(({ published }) => published.some(({ claim }) => claim === claimOrIndicator))
  const named = claimed ? undefined : await indicatorClaimed(rows, claimOrIndicator, question)
  const asked = claimed ?? all.find(({ indicator }) => indicator.id === (named ?? claimOrIndicator))
  return asked && linesOf(rows, asked, question)
}

/** A claim asked for with days or a place of the asker's own is its indicator there. */
async function indicatorClaimed(rows: RowStore, claim: string, question: FigureQuestion): Promise<string | undefined> {
  const [row] = await rows.rows(publishedFigures.table, { where: [['claim', '=', claim], ...clocks(question)] })
  return row?.indicator ? String(row.indicator) : undefined
}

async function* linesOf(rows: RowStore, asked: Asked, question: FigureQuestion): AsyncIterable<TraceLine> {
  const parts = partsOf(asked.indicator)
  const here = await circumstances(rows, question)
  const withdrawn = await withdrawals(rows, question)
  for (const [i, part] of parts.entries()) {
    const tally = new Tally(part)
    const within = withinOf(asked, part)
    for await (const batch of rows.scan(contributions.table, {
      where: [['series', '=', part.series], ['on', '>=', within.from], ['on', '<=', within.to], ...clocks(question)],
      order: [
        ['position', 'asc'],
        ['n', 'asc'],
      ],
    })) {
      for (const row of batch) {
        if (!isWithin(row, within, here) || isWithdrawn(row, within, withdrawn)) continue
        const one = contributionOf(row, here.present)
        const { eventId, stream, revision } = row as { eventId: string; stream: string; revision: number }
        yield {
          eventId,
          stream,
          revision,
          counted: one.counted,
          contribution: tally.add(one),
          ...(parts.length > 1 ? { part: i === 0 ? 'numerator' : 'denominator' } : {}),
        }
      }
    }
  }
}

/** Which contributions a part of a figure is made of: their days, and the place they count for on their own day or, of a stock, at the end. */
type Within = Readonly<{ from: string; to: string; prefix: string; stock: boolean; limit: Part['limit'] }>

function withinOf({ from, to, division }: Asked, { stock, limit }: Part): Within {
  return { from: stock ? ALWAYS.from : from, to, prefix: divisionPrefix(division), stock: stock === true, limit }
}

/** What a division has become, where households live, and in what time their procedures are to be decided. */
type Circumstances = Readonly<{ present: Succession; homeOf: Homes; limitOf: Limits }>

async function circumstances(rows: RowStore, question: FigureQuestion): Promise<Circumstances> {
  const known = clocks(question)
  const homeOf = await homes(rows, known)
  return { present: await succession(rows, question), homeOf, limitOf: await limits(rows, known, question, homeOf) }
}

function isWithin(row: Row, { from, to, prefix, stock, limit }: Within, { present, homeOf, limitOf }: Circumstances): boolean {
  const on = String(row.on)
  if (on < from || on > to) return false
  if (limit !== undefined) {
    const lastDay = limitOf(row)
    if (lastDay === undefined || (limit === 'kept' && on > lastDay)) return false
  }
  if (prefix === '') return true
  // Who has not moved by then lives where its stream began, whatever its present village was when the event was written.
  const division = row.household === null ? row.division : (homeOf(String(row.household), stock ? to : on) ?? divisionOf(String(row.stream)))
  return present(String(division)).startsWith(prefix)
}

/** What was known not to be true, by event id or by what contributions are part of, and from which day on: it is behind no figure. */
async function withdrawals(rows: RowStore, question: FigureQuestion): Promise<ReadonlyMap<string, string>> {
  const said = await rows.rows(contributions.table, { where: [['series', '=', WITHDRAWN], ...clocks(question)], order: [['on', 'desc']] })
  return new Map(said.map(({ counted, on }) => [String(counted), String(on)]))
}

/** A report that was never true is withdrawn on its own day; a household that came back was closed until then. */
function isWithdrawn({ eventId, partOf }: Row, { to }: Within, withdrawn: ReadonlyMap<string, string>): boolean {
  const from = withdrawn.get(String(eventId)) ?? (partOf === null ? undefined : withdrawn.get(String(partOf)))
  return from !== undefined && from <= to
}

async function whatIsAsked(rows: RowStore, { from, to, division, knownAt, knownTo }: FigureQuestion): Promise<Asked[]> {
  const asked = new Map<string, Asked>()
  const ask = (indicator: Indicator, period: { from: string; to: string }, place: string): Asked => {
    const key = `${indicator.id} ${period.from} ${period.to} ${place}`
    const one = asked.get(key) ?? { indicator, ...period, division: place, published: [] }
    asked.set(key, one)
    return one
  }
  const own = from === undefined && to === undefined && division === undefined
  if (own) {
    for (const row of await rows.rows(publishedFigures.table, {
      where: clocks({ ...(knownAt ? { knownAt } : {}), ...(knownTo === undefined ? {} : { knownTo }) }),
      order: [['claim', 'asc']],
    })) {
      const indicator = row.indicator === null ? undefined : indicatorOf(String(row.indicator))
      if (!indicator) continue
      const { claim, value, written, quote, kind, relation } = row as unknown as Omit<Published, 'declared'> & { relation: string }
      ask(indicator, { from: String(row.from), to: String(row.to) }, String(row.division)).published.push({
        claim,
        value,
        written,
        quote,
        kind,
        declared: relation,
      })
    }
  }
  const answered = new Set([...asked.values()].map(({ indicator }) => indicator.id))
  for (const indicator of indicators) {
    if (!answered.has(indicator.id)) ask(indicator, { from: from ?? ALWAYS.from, to: to ?? ALWAYS.to }, division ?? '000000000000')
  }
  return [...asked.values()]
}

function relationOf(value: number, published: readonly Published[]): Figure['relation'] {
  const stated = published.filter((one) => one.value !== null)
  if (stated.length === 0) return 'none'
  const conflict = stated.some((one) => (one.declared === '≥' ? value < (one.value ?? 0) : value !== one.value))
  if (conflict) return 'conflict'
  return stated.some((one) => one.declared === '≥') ? '≥' : '='
}

function partsOf(indicator: Indicator): readonly Part[] {
  return indicator.combine === 'ratio' ? [indicator.numerator, indicator.denominator] : [indicator]
}

function ratio(numerator: number, denominator: number, times: number): number {
  return denominator === 0 ? 0 : (numerator * times) / denominator
}

function clocks({ knownAt, knownTo }: Pick<FigureQuestion, 'knownAt' | 'knownTo'>): Condition[] {
  const conditions: Condition[] = []
  if (knownAt !== undefined) conditions.push(['knownAt', '<=', knownAt])
  if (knownTo !== undefined) conditions.push(['position', '<=', knownTo])
  return conditions
}

/** A village that is itself what is counted (`<village>`, `<village>.<year>`) is counted as what it has become. */
function contributionOf(row: Row, present: Succession) {
  const [counted, division] = [String(row.counted), String(row.division)]
  const itself = counted === division || counted.startsWith(`${division}.`)
  return {
    counted: itself ? present(division) + counted.slice(division.length) : counted,
    amount: Number(row.amount),
    weight: Number(row.weight) as 1 | 0 | -1,
    on: String(row.on),
    as: row.as === null ? null : String(row.as),
  }
}
