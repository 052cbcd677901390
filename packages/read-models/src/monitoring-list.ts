import {
  findingOf,
  type Judgement,
  judge,
  type Judged,
  type KnownHouseholdFact,
  monitoringParameterEvents,
  monitoringRules,
} from '@rural-tracker/domain'
import { dueDays, type ParameterLookUp, type StoodBefore, type Text, type View, viewOf } from '@rural-tracker/domain'
import { defineList } from '@rural-tracker/projections'
import { monitoringFactEvents, monitoringFacts } from './monitoring-facts/index.ts'
import { parameterFacts } from './monitoring-facts/parameters.ts'
import { inclusionReason } from './monitoring-facts/inclusion.ts'

/** Where a household stands: what people and the procedure have made of it, `watch` when only rules speak. */
export type MonitoringStatus =
  | 'closed'
  | 'paused'
  | 'clue'
  | 'verified'
  | 'consentRefused'
  | 'reviewed'
  | 'noticed'
  | 'townChecked'
  | 'countyApproved'
  | 'eliminating'
  | 'monitored'
  | 'eliminated'
  | 'included'
  | 'watch'

/** A reason in words: a rule that fires and that nobody has waived or answered, or `included` when somebody says so. */
export type Reason = Readonly<{ rule: string; message: Text }>

/** One household with every reason and the day's class. Amounts are in the messages; the events are in `explain`. */
export type MonitoringRow = Readonly<{
  household: string
  village: string
  /** The class of the recognition in its own word; without one what the household is registered as. */
  class: string
  scheme: string | null
  base: string
  status: MonitoringStatus
  /** Of the gravest rule that fires, by the level scheme in force; `levelRank` is 0 where none is adopted. */
  level: string | null
  levelRank: number
  risks: readonly string[]
  /** The risks and the rules between commas, for filters. */
  risk: string
  rule: string
  reasons: readonly Reason[]
  since: string | null
  /** The nearest day by which something is due, those that have passed included, and what is due. */
  deadline: string | null
  deadlineStage: string | null
  helper: string | null
  /** 1 when the list shows it, 0 when only somebody who asks for all does. */
  listed: number
}>

/** 防返贫监测 list: everybody whom a rule, a procedure, a recognition or a person puts there. Rules are added to `monitoringRules`, not here. */
export const monitoringList = defineList({
  name: 'monitoring_list',
  version: 5,
  facts: { events: monitoringFactEvents, of: monitoringFacts },
  parameters: {
    events: monitoringParameterEvents,
    of: parameterFacts,
    until: (parameter) => parameter.body.to ?? undefined,
  },
  place: (facts) => (facts.findLast(({ kind }) => kind === 'residence')?.body as { village: string } | undefined)?.village,
  derive: (household, facts, { inForce, before }, asOf) => {
    const view = monitoringView({ facts, before }, inForce as ParameterLookUp, asOf)
    const judgement = judge(view)
    const { nextChangeOn } = judgement
    const row = monitoringRowOf(household, view, judgement)
    return { rows: row ? [row] : [], ...(nextChangeOn === undefined ? {} : { nextChangeOn }) }
  },
  columns: {
    household: 'text',
    village: 'text',
    class: 'text',
    scheme: 'text',
    base: 'text',
    status: 'text',
    level: 'text',
    levelRank: 'integer',
    risks: 'json',
    risk: 'text',
    rule: 'text',
    reasons: 'json',
    since: 'text',
    deadline: 'text',
    deadlineStage: 'text',
    helper: 'text',
    listed: 'integer',
  },
  key: [],
  indexes: [['village', 'household'], ['listed', 'village'], ['levelRank'], ['deadline'], ['helper'], ['status'], ['class']],
})

/** What of the household's facts stands on the day, and what stood at any moment before. */
type Stood = Readonly<{ facts: readonly unknown[]; before: (position: number) => readonly unknown[] }>

/** A household as its rules see it, from the facts of this list. */
export function monitoringView({ facts, before }: Stood, parameter: ParameterLookUp, asOf: string): View {
  return viewOf(facts as readonly KnownHouseholdFact[], parameter, asOf, monitoringRules, before as StoodBefore)
}

/** The row of a household, listed or not; none when no rule, procedure, recognition or person says anything of it. */
export function monitoringRowOf(household: string, view: View, judgement: Judgement): MonitoringRow | undefined {
  const { open, current } = view.case()
  const { inclusions } = judgement.people
  const fired = judgement.judged.filter(({ outcome }) => outcome === 'fired')
  if (fired.length === 0 && open === undefined && current === undefined && inclusions.length === 0) return undefined
  const reasons = [
    ...inclusions.map(inclusionReason),
    ...graveFirst(fired)
      .map(findingOf)
      .map(({ rule, message }) => ({ rule, message })),
  ]
  const status = statusOf(view, judgement)
  const risks = risksOf(view)
  const due = status === 'closed' ? undefined : dueDays(view)[0]
  return {
    household,
    village: view.village,
    class: current?.class ?? view.baseClass(),
    scheme: current?.scheme ?? null,
    base: view.baseClass(),
    status,
    level: judgement.level.id,
    levelRank: judgement.level.rank,
    risks,
    risk: betweenCommas(risks),
    rule: betweenCommas(reasons.map(({ rule }) => rule)),
    reasons,
    since: sinceOf(view, fired, inclusions),
    deadline: due?.on ?? null,
    deadlineStage: due?.stage ?? null,
    helper: view.case().helper?.body.helper ?? null,
    listed: isListed(status, reasons) ? 1 : 0,
  }
}

/** Words of a closed list in a text column: `,illness,schooling,`, empty when there are none. */
export function betweenCommas(words: readonly string[]): string {
  return words.length === 0 ? '' : `,${words.join(',')},`
}

function graveFirst(fired: readonly Judged[]): readonly Judged[] {
  return fired.toSorted((a, b) => (b.level ?? 0) - (a.level ?? 0))
}

function statusOf(view: View, { pause, people }: Judgement): MonitoringStatus {
  const { open, monitoring } = view.case()
  if (view.closed()) return 'closed'
  if (pause !== undefined) return 'paused'
  if (open !== undefined) return open.purpose === 'elimination' ? 'eliminating' : open.step
  if (monitoring !== 'none') return monitoring
  return people.inclusions.length > 0 ? 'included' : 'watch'
}

function isListed(status: MonitoringStatus, reasons: readonly Reason[]): boolean {
  if (status === 'closed' || status === 'paused') return false
  return reasons.length > 0 || (status !== 'eliminated' && status !== 'consentRefused')
}

/** The risks of the recognition; before one, those of the clues of the open procedure. */
function risksOf(view: View): readonly string[] {
  const { current, open } = view.case()
  const risks = current ? current.risks.map(({ kind }) => kind) : (open?.of('case.ClueRegistered').flatMap(({ body }) => body.risks) ?? [])
  return [...new Set(risks)]
}

/** Since it was recognised, or since the first clue, or since the earliest fact that speaks for it. */
function sinceOf(view: View, fired: readonly Judged[], inclusions: Judgement['people']['inclusions']): string | null {
  const { current, open } = view.case()
  if (current) return current.recognised.on
  const clue = open?.of('case.ClueRegistered')[0]
  if (clue) return clue.on
  const days = [...inclusions, ...fired.flatMap(({ checked }) => checked.evidence)].map(({ on }) => on)
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first))
}
