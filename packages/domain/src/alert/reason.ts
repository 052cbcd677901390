import type { Text } from '../aggregate.ts'
import { FACT_WORDS } from '../monitoring/fact-words.ts'
import { findingOf, type Judgement } from '../monitoring/judge.ts'
import type { Clause } from '../monitoring/rule.ts'
import type { View } from '../monitoring/view.ts'
import { type CheckedWatch, villageFinding } from '../monitoring/village/judge.ts'
import type { VillageView } from '../monitoring/village/facts.ts'
import type { ParameterFact } from '../parameter/look-up.ts'
import { originOf } from '../parameter/need.ts'
import { titleOf } from '../parameter/titles.ts'
import { HIGHEST_LEVEL } from './kinds.ts'
import { dueOf } from './signs.ts'
import type { AlertState } from './state.ts'
import { causeTitle } from './words.ts'

/** One thing that was said: of what kind, when it was true and when it was known, and the event that says so. */
export type ReasonFact = Readonly<{ kind: string; title: Text; on: string; knownAt: string; event: string }>
/** What it was held against, as in force on the day. */
export type ReasonParameter = Readonly<{ kind: string; title: Text; region: string; from: string; assumption: boolean; event: string }>

/** Why an alert was raised, in words: no person is named. `clearedBy`: what would have to be recorded for it to fall silent. */
export type AlertReason = Readonly<{
  message: Text
  clauses: readonly Clause[]
  clearedBy: Text | null
  facts: readonly ReasonFact[]
  parameters: readonly ReasonParameter[]
}>

/**
 * The reason of a household's alert: what its rule, or its due day, says on the day of the view; undefined where it says nothing.
 *
 * @param cause `rule.…` or `due.…`
 */
export function reasonOf(view: View, judgement: Judgement, cause: string): AlertReason | undefined {
  const [kind, what = ''] = cause.split('.')
  if (kind === 'due') return dueReason(view, judgement, what)
  const one = judgement.judged.find(({ rule }) => rule.id === what)
  if (one?.checked.outcome !== 'fired') return undefined
  const { message, clauses, clearedBy } = findingOf(one)
  return { message, clauses, clearedBy, ...restedOn(one.checked) }
}

/** The reason of a village's alert. */
export function watchReason(view: VillageView, checked: CheckedWatch): AlertReason | undefined {
  if (checked.outcome !== 'fired') return undefined
  const { message, clauses, clearedBy } = villageFinding(view, checked)
  return { message, clauses, clearedBy, ...restedOn(checked) }
}

/** A due day and what set it, where nothing but a parameter did. */
export function dayReason(cause: string, dueOn: string, limit: ParameterFact | undefined): AlertReason {
  return {
    message: dueTold(cause, dueOn, undefined, limit),
    clauses: [],
    clearedBy: null,
    ...restedOn({ evidence: [], parameters: limit ? [limit] : [] }),
  }
}

function dueReason(view: View, judgement: Judgement, stage: string): AlertReason | undefined {
  const due = dueOf(view, judgement, stage)
  if (due === undefined) return undefined
  const { on, evidence } = due
  const limit = limitOf(view, stage)
  const parameters = limit === undefined ? [] : [limit]
  return { message: dueTold(`due.${stage}`, on, evidence[0], limit), clauses: [], clearedBy: null, ...restedOn({ evidence, parameters }) }
}

function limitOf(view: View, stage: string): ParameterFact | undefined {
  if (stage === 'notice') return undefined
  if (stage !== 'visitRhythm') return view.parameter(`deadline.${stage}` as 'deadline.visit', view.day)
  const group = view.case().monitoring === 'monitored' ? 'monitored' : view.baseClass()
  return group === 'ordinary' ? undefined : view.parameter(`visitRhythm.${group}`, view.day)
}

/** 入户核实时限 2024-05-09：线索登记 2024-05-06 起 3 天（示范 2021；假定）. */
function dueTold(cause: string, on: string, begins: Readonly<{ kind: string; on: string }> | undefined, limit: ParameterFact | undefined): Text {
  const title = causeTitle(cause)
  const since = begins && { ...wordOf(begins.kind), on: begins.on }
  const length = limit && lengthOf(limit)
  const origin = limit && originOf(limit)
  const zh = [since ? `${since.zh} ${since.on}${length ? ' 起' : ''}` : '', length?.zh ?? ''].filter(Boolean).join(' ')
  const en = [length?.en ?? '', since ? `${length ? 'from: ' : ''}${since.en} ${since.on}` : ''].filter(Boolean).join(' ')
  return {
    zh: `${title.zh} ${on}${zh === '' ? '' : `：${zh}`}${origin?.zh ?? ''}`,
    en: `${title.en} ${on}${en === '' ? '' : `: ${en}`}${origin ? ` ${origin.en}` : ''}`,
  }
}

const UNITS: Readonly<Record<string, Text>> = {
  day: { zh: '天', en: 'days' },
  workingDay: { zh: '个工作日', en: 'working days' },
  month: { zh: '个月', en: 'months' },
}

function lengthOf({ kind, body }: ParameterFact): Text | undefined {
  const { length, unit = 'month', months } = body as Partial<{ length: number; unit: string; months: number }>
  if (kind === 'deadline.push') return { zh: `每月 ${length} 日`, en: `day ${length} of each month` }
  const n = length ?? months
  const word = UNITS[unit]
  return n === undefined || word === undefined ? undefined : { zh: `${n} ${word.zh}`, en: `${n} ${word.en}` }
}

type Evidence = Readonly<{ kind: string; on: string; knownAt: string; eventId: string }>

function restedOn({ evidence, parameters }: Readonly<{ evidence: readonly Evidence[]; parameters: readonly ParameterFact[] }>) {
  const facts = evidence.map(({ kind, on, knownAt, eventId: event }) => ({ kind, title: wordOf(kind), on, knownAt, event }))
  const said = parameters.map(({ kind, subject: region, on: from, body, eventId: event }) => ({
    kind,
    title: titleOf(kind),
    region,
    from,
    assumption: body.assumption ?? false,
    event,
  }))
  return { facts, parameters: said }
}

function wordOf(kind: string): Text {
  return (FACT_WORDS as Readonly<Record<string, Text>>)[kind] ?? { zh: kind, en: kind }
}

/**
 * What would raise a closed alert again, for whoever put it aside: null while it is open, and where its cause may come back by itself.
 *
 * @param reason names the kinds of events that it rested on
 */
export function againTold(alert: Pick<AlertState, 'countsAgain' | 'settled' | 'known' | 'level'>, reason: AlertReason | null): Text | null {
  const { countsAgain, settled, known } = alert
  const level = settled?.level ?? alert.level
  if (countsAgain === null) return null
  if (countsAgain === 'higherLevel' && level < HIGHEST_LEVEL)
    return { zh: `高于 ${level} 级时再次提出`, en: `raised again at a level above ${level}` }
  const kinds = [...new Map((reason?.facts ?? []).map(({ title }) => [title.zh, title])).values()].slice(0, MOST_KINDS)
  const [zh, en] = [kinds.map((kind) => kind.zh).join('、'), kinds.map((kind) => kind.en).join(', ')]
  const day = settled?.dueOn ? { zh: '，或到期日改变', en: ', or by another due day' } : { zh: '', en: '' }
  return {
    zh: `已知的 ${known.length} 个事件之外有新证据${zh === '' ? '' : `（如${zh}）`}${day.zh}时再次提出`,
    en: `raised again by evidence that is not among the ${known.length} events known${en === '' ? '' : ` (such as: ${en})`}${day.en}`,
  }
}

const MOST_KINDS = 5
