import type { FactKind, KnownHouseholdFact } from './facts.ts'

/** The kinds of fact that the case's stream says: `case.HomeVerified` and so on. */
export type CaseKind = Extract<FactKind, `case.${string}`>
export type CaseFact<K extends CaseKind = CaseKind> = KnownHouseholdFact<K>
type ProcedureKind = { [K in CaseKind]: KnownHouseholdFact<K>['body'] extends { procedure: number } ? K : never }[CaseKind]

/** How far a procedure has come. For an elimination `clue` means that it is proposed. */
export type Step = 'clue' | 'verified' | 'consentRefused' | 'reviewed' | 'noticed' | 'townChecked' | 'countyApproved'

/** One procedure of a household, from its clue or proposal to its end. */
export type Procedure = Readonly<{
  number: number
  purpose: 'recognition' | 'reMark' | 'elimination'
  /** How an elimination was proposed. */
  way: 'byHelp' | 'natural' | undefined
  step: Step
  /** The day from which its time limits run: the first clue, after a refusal the day of return, of an elimination the proposal. */
  startsOn: string
  /** What ended it; an open procedure has none. */
  closedBy: CaseFact | undefined
  /** Everything that was said in it, oldest first. */
  facts: readonly CaseFact[]
  of: <K extends ProcedureKind>(kind: K) => readonly CaseFact<K>[]
  /** The same, of what counts: reviews, notices and town checks after the last return, rejection or upheld objection. */
  counting: <K extends 'case.VillageReviewed' | 'case.CaseNoticed' | 'case.TownChecked'>(kind: K) => readonly CaseFact<K>[]
}>

export type Recognition = CaseFact<'case.HouseholdRecognised' | 'case.RiskReMarked'>

/** One recognition that was not revoked, with what became of it. */
export type Round = Readonly<{
  number: number
  recognised: Recognition
  /** The words in which the household is spoken of now: those of the recognition, or of the last reassignment. */
  scheme: string
  class: string
  risks: Recognition['body']['risks']
  /** Its eliminations and roll-backs, oldest first. */
  turns: readonly CaseFact<'case.RiskEliminated' | 'case.EliminationRolledBack'>[]
  /** The elimination that stands; none while it is monitored. */
  eliminated: CaseFact<'case.RiskEliminated'> | undefined
}>

export type Measure = Readonly<{
  started: CaseFact<'case.MeasureStarted'>
  /** How it ended, as told last. */
  ended: CaseFact<'case.MeasureEnded'> | undefined
  /** The first day on which it had ended; an end may be told again. */
  endedOn: string | undefined
  /** It was not ended, and its term is not over. */
  running: boolean
}>

/** The monitoring life of a household on a day, as the facts known tell it. */
export type CaseState = Readonly<{
  procedures: readonly Procedure[]
  open: Procedure | undefined
  rounds: readonly Round[]
  /** The last round. */
  current: Round | undefined
  monitoring: 'none' | 'monitored' | 'eliminated'
  measures: readonly Measure[]
  /** The measures that count for a round: its own, and earlier ones that had not ended when it began. */
  measuresOf: (round: Round) => readonly Measure[]
  helper: CaseFact<'case.HelperAssigned'> | undefined
  /** The day is the helper's last one: a release names the last day. */
  helperLeaves: boolean
  leaflets: readonly CaseFact<'case.LeafletHanded'>[]
}>

/**
 * Folds what the case said up to `day`. It shares nothing with the fold that decisions are made on: facts may be late and out of order,
 * there the order is that of knowledge; a property test holds the two equal where both orders are one.
 *
 * @param facts oldest first.
 */
export function caseOn(facts: readonly CaseFact[], day: string): CaseState {
  const said = facts.filter(({ on }) => on <= day)
  const byNumber = new Map<number, CaseFact[]>()
  for (const fact of said) {
    if (!('procedure' in fact.body)) continue
    const own = byNumber.get(fact.body.procedure)
    if (own) own.push(fact)
    else byNumber.set(fact.body.procedure, [fact])
  }
  const rollBacks = ofKind(said, 'case.EliminationRolledBack')
  const procedures = [...byNumber].sort(([a], [b]) => a - b).map(([number, own]) => procedureOf(number, own, rollBacks))
  const rounds = roundsOf(said)
  const current = rounds.at(-1)
  const measures = measuresOn(said, day)
  return {
    procedures,
    open: procedures.findLast(({ closedBy, facts: own }) => closedBy === undefined && own.some(begins)),
    rounds,
    current,
    monitoring: current === undefined ? 'none' : current.eliminated === undefined ? 'monitored' : 'eliminated',
    measures,
    measuresOf: (round) => measures.filter((measure) => countsFor(measure, round)),
    ...helperOn(said, day),
    leaflets: ofKind(said, 'case.LeafletHanded'),
  }
}

function begins({ kind }: CaseFact): boolean {
  return kind === 'case.ClueRegistered' || kind === 'case.EliminationProposed'
}

function procedureOf(number: number, facts: readonly CaseFact[], rollBacks: readonly CaseFact<'case.EliminationRolledBack'>[]): Procedure {
  const reset = facts.findLastIndex(resets)
  const of: Procedure['of'] = (kind) => ofKind(facts, kind)
  const counting: Procedure['counting'] = (kind) => ofKind(facts.slice(reset + 1), kind)
  const proposal = of('case.EliminationProposed')[0]
  const purpose = proposal === undefined ? (of('case.ClueRegistered')[0]?.body.purpose ?? 'recognition') : 'elimination'
  return {
    number,
    purpose,
    way: of('case.EliminationProposed').at(-1)?.body.way,
    step: stepOf(facts, counting, purpose === 'elimination'),
    startsOn: proposal?.on ?? startOf(facts),
    closedBy: endOf(facts, rollBacks, number),
    facts,
    of,
    counting,
  }
}

function resets(fact: CaseFact): boolean {
  switch (fact.kind) {
    case 'case.TownChecked':
      return fact.body.outcome === 'returned'
    case 'case.NoticeEnded':
      return fact.body.upheld > 0
    case 'case.VillageReviewed':
      return fact.body.outcome === 'rejected'
    default:
      return false
  }
}

const ENDS: ReadonlySet<CaseKind> = new Set([
  'case.ClueDismissed',
  'case.EliminationWithdrawn',
  'case.HouseholdRecognised',
  'case.RiskReMarked',
  'case.RiskEliminated',
])

function endOf(facts: readonly CaseFact[], rollBacks: readonly CaseFact<'case.EliminationRolledBack'>[], number: number): CaseFact | undefined {
  const end = facts.find(({ kind }) => ENDS.has(kind)) ?? rollBacks.find(({ body }) => body.closes === number)
  if (end !== undefined) return end
  const decided = ofKind(facts, 'case.CountyDecided').at(-1)
  return decided?.body.outcome === 'rejected' ? decided : undefined
}

function lastRefusal(facts: readonly CaseFact[]): number {
  return facts.findLastIndex(({ kind }) => kind === 'case.ConsentRefused')
}

function stepOf(facts: readonly CaseFact[], counting: Procedure['counting'], elimination: boolean): Step {
  const consent = facts.findLast(({ kind }) => kind === 'case.ConsentSigned' || kind === 'case.ConsentRefused')
  if (consent?.kind === 'case.ConsentRefused' && !facts.slice(lastRefusal(facts)).some(({ kind }) => kind === 'case.ClueRegistered')) {
    return 'consentRefused'
  }
  if (ofKind(facts, 'case.CountyDecided').at(-1)?.body.outcome === 'approved') return 'countyApproved'
  if (counting('case.TownChecked').length > 0) return 'townChecked'
  if (counting('case.CaseNoticed').length > 0) return 'noticed'
  if (counting('case.VillageReviewed').length > 0) return 'reviewed'
  const signed = elimination || consent?.kind === 'case.ConsentSigned'
  return signed && facts.some(({ kind }) => kind === 'case.HomeVerified') ? 'verified' : 'clue'
}

function startOf(facts: readonly CaseFact[]): string {
  const returned = facts
    .slice(lastRefusal(facts) + 1)
    .find(({ kind }) => kind === 'case.ClueRegistered' || (lastRefusal(facts) >= 0 && kind === 'case.ConsentSigned'))
  const first = returned ?? facts.find(({ kind }) => kind === 'case.ClueRegistered') ?? facts[0]
  return first?.on ?? ''
}

function roundsOf(said: readonly CaseFact[]): readonly Round[] {
  const revoked = new Set(ofKind(said, 'case.RecognitionRevoked').map(({ body }) => body.reverses))
  const rounds = new Map<number, Round>()
  for (const recognised of said) {
    if (recognised.kind !== 'case.HouseholdRecognised' && recognised.kind !== 'case.RiskReMarked') continue
    if (revoked.has(recognised.eventId)) continue
    const number = recognised.body.round
    const turns = said.filter((fact): fact is Round['turns'][number] => isTurn(fact) && fact.body.round === number)
    const last = turns.at(-1)
    const spoken = ofKind(said, 'case.ClassReassigned').findLast(({ body }) => body.round === number)?.body.is ?? recognised.body
    rounds.set(number, {
      number,
      recognised,
      scheme: spoken.scheme,
      class: spoken.class,
      risks: recognised.body.risks,
      turns,
      eliminated: last?.kind === 'case.RiskEliminated' ? last : undefined,
    })
  }
  return [...rounds.values()].sort((a, b) => a.number - b.number)
}

function isTurn(fact: CaseFact): fact is Round['turns'][number] {
  return fact.kind === 'case.RiskEliminated' || fact.kind === 'case.EliminationRolledBack'
}

function measuresOn(said: readonly CaseFact[], day: string): readonly Measure[] {
  const ends = Map.groupBy(ofKind(said, 'case.MeasureEnded'), ({ body }) => body.measure)
  return ofKind(said, 'case.MeasureStarted').map((started) => {
    const own = ends.get(started.body.measure)
    const ended = own?.at(-1)
    return { started, ended, endedOn: own?.[0]?.on, running: ended === undefined && (started.body.until ?? day) >= day }
  })
}

function countsFor({ started, endedOn }: Measure, { number, recognised }: Round): boolean {
  if (started.body.round === number) return true
  return started.body.round < number && (endedOn === undefined || endedOn > recognised.on)
}

function helperOn(said: readonly CaseFact[], day: string): Pick<CaseState, 'helper' | 'helperLeaves'> {
  const helper = ofKind(said, 'case.HelperAssigned').at(-1)
  const released = helper && said.slice(said.indexOf(helper)).find(({ kind }) => kind === 'case.HelperReleased')
  if (released === undefined) return { helper, helperLeaves: false }
  return released.on < day ? { helper: undefined, helperLeaves: false } : { helper, helperLeaves: true }
}

function ofKind<K extends CaseKind>(facts: readonly CaseFact[], kind: K): readonly CaseFact<K>[] {
  return facts.filter((fact): fact is CaseFact<K> & CaseFact => fact.kind === kind)
}
