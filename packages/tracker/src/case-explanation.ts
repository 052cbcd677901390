import type { CaseKind, Judgement, Measure, Procedure, Round, View } from '@rural-tracker/domain'

/** One step of a procedure, in the order in which steps are due; `on` and `event` are null for a step that was not made. */
export type ExplainedStep = Readonly<{ step: CaseStep; on: string | null; event: string | null }>
export type CaseStep =
  | 'clue'
  | 'proposal'
  | 'visit'
  | 'consent'
  | 'match'
  | 'review'
  | 'notice'
  | 'noticeEnded'
  | 'townCheck'
  | 'county'
  | 'announcement'
  | 'recognition'
  | 'elimination'
  | 'nationalEntry'

export type ExplainedProcedure = Readonly<{
  procedure: number
  purpose: Procedure['purpose']
  way: Procedure['way'] | null
  step: Procedure['step']
  startsOn: string
  closedBy: Readonly<{ event: string; kind: string; on: string }> | null
  steps: readonly ExplainedStep[]
  /** What an open procedure still needs, and what a decided one was decided without. */
  missing: readonly CaseStep[]
}>

type Act = Readonly<{ event: string; on: string; until: string; reason: string; by: string | null; rule?: string }>
type Decided = Readonly<{ event: string; on: string; round: number; by: string; breaches: readonly string[] }>

/** The monitoring life of a household on the day. */
export type CaseExplanation = Readonly<{
  round: number | null
  procedures: readonly ExplainedProcedure[]
  recognised: (Decided & Readonly<{ scheme: string; class: string; risks: readonly string[] }>) | null
  eliminated: (Decided & Readonly<{ way: string }>) | null
  rolledBack: readonly Readonly<{ event: string; on: string; reason: string }>[]
  helper: Readonly<{ helper: string; since: string; event: string }> | null
  measures: readonly Readonly<{
    event: string
    measure: string
    kind: string
    from: string
    until: string | null
    endedOn: string | null
    running: boolean
    risks: readonly string[]
  }>[]
  inclusions: readonly Act[]
  pauses: readonly Act[]
  waivers: readonly Act[]
}>

const BEFORE_DECISION: readonly (readonly [CaseStep, CaseKind])[] = [
  ['visit', 'case.HomeVerified'],
  ['consent', 'case.ConsentSigned'],
  ['match', 'case.DataMatched'],
  ['review', 'case.VillageReviewed'],
  ['notice', 'case.CaseNoticed'],
  ['noticeEnded', 'case.NoticeEnded'],
  ['townCheck', 'case.TownChecked'],
  ['county', 'case.CountyDecided'],
  ['announcement', 'case.CountyAnnounced'],
]
/** An elimination rests on the consent and the data match of the recognition. */
const NOT_FOR_ELIMINATION: ReadonlySet<CaseStep> = new Set(['consent', 'match'])

/** What the case's facts tell, with every step and its day, and what people decided beside the rules. */
export function caseExplanation(view: View, { people, pause }: Judgement): CaseExplanation {
  const { procedures, current, helper, measures } = view.case()
  return {
    round: current?.number ?? null,
    procedures: procedures.map(procedureTold),
    recognised: current === undefined ? null : recognisedTold(current),
    eliminated: current?.eliminated === undefined ? null : { ...decided(current.eliminated), way: current.eliminated.body.way },
    rolledBack: (current?.turns ?? []).flatMap(({ kind, on, eventId, body }) =>
      kind === 'case.EliminationRolledBack' ? [{ event: eventId, on, reason: (body as { reason: string }).reason }] : [],
    ),
    helper: helper === undefined ? null : { helper: helper.body.helper, since: helper.on, event: helper.eventId },
    measures: measures.map(measureTold),
    inclusions: people.inclusions.map(act),
    pauses: pause === undefined ? [] : [act(pause)],
    waivers: people.waivers.map((waiver) => ({ ...act(waiver), rule: waiver.body.rule })),
  }
}

function procedureTold(procedure: Procedure): ExplainedProcedure {
  const { number, purpose, way, step, startsOn, closedBy } = procedure
  const steps = stepsOf(procedure)
  const decidedOrOpen = closedBy === undefined || DECISIONS.has(closedBy.kind)
  return {
    procedure: number,
    purpose,
    way: way ?? null,
    step,
    startsOn,
    closedBy: closedBy === undefined ? null : { event: closedBy.eventId, kind: closedBy.kind.slice('case.'.length), on: closedBy.on },
    steps,
    missing: decidedOrOpen ? steps.filter(({ on }) => on === null).map((one) => one.step) : [],
  }
}

const DECISIONS: ReadonlySet<CaseKind> = new Set(['case.HouseholdRecognised', 'case.RiskReMarked', 'case.RiskEliminated'])

function stepsOf({ purpose, facts }: Procedure): readonly ExplainedStep[] {
  const elimination = purpose === 'elimination'
  const begins: readonly (readonly [CaseStep, CaseKind])[] = elimination
    ? [['proposal', 'case.EliminationProposed']]
    : [['clue', 'case.ClueRegistered']]
  const decision: readonly (readonly [CaseStep, CaseKind])[] = elimination
    ? [['elimination', 'case.RiskEliminated']]
    : [['recognition', purpose === 'reMark' ? 'case.RiskReMarked' : 'case.HouseholdRecognised']]
  const between = BEFORE_DECISION.filter(([step]) => !elimination || !NOT_FOR_ELIMINATION.has(step))
  const all = [...begins, ...between, ...decision, ['nationalEntry', 'case.NationalEntryRecorded'] as const]
  return all.map(([step, kind]) => {
    // Of a step that was made again after a way back, the last one counts; a procedure begins with its first clue.
    const made = step === 'clue' || step === 'proposal' ? facts.find((fact) => fact.kind === kind) : facts.findLast((fact) => fact.kind === kind)
    return { step, on: made?.on ?? null, event: made?.eventId ?? null }
  })
}

function recognisedTold({ recognised, scheme, class: word, risks }: Round): NonNullable<CaseExplanation['recognised']> {
  return { ...decided(recognised), scheme, class: word, risks: risks.map(({ kind }) => kind) }
}

function decided(
  fact: Readonly<{ eventId: string; on: string; body: Readonly<{ round: number; by: string; breaches: readonly string[] }> }>,
): Decided {
  return { event: fact.eventId, on: fact.on, round: fact.body.round, by: fact.body.by, breaches: fact.body.breaches }
}

function measureTold({ started, ended, running }: Measure): CaseExplanation['measures'][number] {
  const { measure, kind, risks, until } = started.body
  return { event: started.eventId, measure, kind, from: started.on, until: until ?? null, endedOn: ended?.on ?? null, running, risks }
}

function act(fact: Readonly<{ eventId: string; on: string; body: Readonly<{ reason: string; until: string; by?: string }> }>): Act {
  const { reason, until, by } = fact.body
  return { event: fact.eventId, on: fact.on, until, reason, by: by ?? null }
}
