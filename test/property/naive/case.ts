import type { Home } from './home.ts'
import { inOrder, type Told, type TypeOf } from './told.ts'

export type Recognition = Told<'HouseholdRecognised' | 'RiskReMarked'>
type Numbered = Told & { data: { procedure: number } }

/** The rounds of recognition that were not revoked; the greatest number is the current one. */
export function roundOf(home: Home): Recognition | undefined {
  const revoked = home.of('RecognitionRevoked').map(({ data }) => String(data.reverses))
  return home
    .of('HouseholdRecognised', 'RiskReMarked')
    .filter(({ id }) => !revoked.includes(id))
    .reduce<Recognition | undefined>((greatest, one) => (greatest && greatest.data.round > one.data.round ? greatest : one), undefined)
}

/** The elimination of the current round, as long as it is not rolled back. */
export function eliminationOf(home: Home): Told<'RiskEliminated'> | undefined {
  const round = roundOf(home)?.data.round
  const last = home.of('RiskEliminated', 'EliminationRolledBack').findLast(({ data }) => data.round === round)
  return last?.type === 'RiskEliminated' ? last : undefined
}
export const monitoredSince = (home: Home): Recognition | undefined => (eliminationOf(home) ? undefined : roundOf(home))

const STEPS = [
  'ClueRegistered',
  'GreenChannelOpened',
  'HomeVerified',
  'ConsentSigned',
  'ConsentRefused',
  'DataMatched',
  'VillageReviewed',
  'CaseNoticed',
  'NoticeEnded',
  'TownChecked',
  'CountyDecided',
  'CountyAnnounced',
  'NationalEntryRecorded',
  'HouseholdRecognised',
  'RiskReMarked',
  'ExplanationGiven',
  'ClueDismissed',
  'EliminationProposed',
  'EliminationWithdrawn',
  'RiskEliminated',
] as const satisfies readonly TypeOf[]

export type Procedure = Readonly<{
  number: number
  /** What was said in it, of these types. */
  of: <Type extends TypeOf>(...types: Type[]) => readonly Told<Type>[]
  /** The same, from the last time on that it was sent back. */
  counting: <Type extends TypeOf>(...types: Type[]) => readonly Told<Type>[]
  elimination: boolean
  closed: boolean
  /** The day its clock runs from; nothing while consent is refused. */
  starts: Told | undefined
  refused: boolean
}>

const isReset = (told: Told) =>
  (told.type === 'TownChecked' && told.data.outcome === 'returned') ||
  (told.type === 'NoticeEnded' && told.data.upheld > 0) ||
  (told.type === 'VillageReviewed' && told.data.outcome === 'rejected')

export function procedureOf(home: Home, number: number): Procedure {
  const all = (home.of(...STEPS) as readonly Numbered[]).filter(({ data }) => data.procedure === number)
  const of: Procedure['of'] = (...types) => all.filter(({ type }) => (types as TypeOf[]).includes(type)) as never
  const reset = all.findLast(isReset)
  const counting: Procedure['counting'] = (...types) => of(...types).filter((told) => !reset || inOrder(told, reset) > 0)
  const elimination = of('EliminationProposed').length > 0
  const rolledBack = home.of('EliminationRolledBack').some(({ data }) => data.closes === number)
  const ends = of('ClueDismissed', 'EliminationWithdrawn', 'HouseholdRecognised', 'RiskReMarked', 'RiskEliminated').length > 0
  const closed = ends || rolledBack || of('CountyDecided').at(-1)?.data.outcome === 'rejected'
  const refusal = of('ConsentRefused').at(-1)
  const back = refusal && of('ClueRegistered', 'ConsentSigned').find((told) => inOrder(told, refusal) > 0)
  const starts = elimination ? of('EliminationProposed')[0] : refusal ? back : of('ClueRegistered')[0]
  const refused = refusal !== undefined && back === undefined
  return { number, of, counting, elimination, closed, starts, refused }
}

/** Every procedure of the case, in order of number. */
export function proceduresOf(home: Home): readonly Procedure[] {
  const numbers = new Set((home.of(...STEPS) as readonly Numbered[]).map(({ data }) => data.procedure))
  return [...numbers].sort((a, b) => a - b).map((number) => procedureOf(home, number))
}
export function openProcedureOf(home: Home): Procedure | undefined {
  return proceduresOf(home).findLast((one) => one.of('ClueRegistered', 'EliminationProposed').length > 0 && !one.closed)
}

export function stepOf(procedure: Procedure): string {
  const { of, counting, elimination, refused } = procedure
  if (refused) return 'consentRefused'
  if (of('CountyDecided').at(-1)?.data.outcome === 'approved') return 'countyApproved'
  if (counting('TownChecked').at(-1)?.data.outcome === 'forwarded') return 'townChecked'
  if (counting('CaseNoticed').length > 0) return 'noticed'
  if (counting('VillageReviewed').at(-1)?.data.outcome === 'agreed') return 'reviewed'
  const signed = of('ConsentSigned', 'ConsentRefused').at(-1)?.type === 'ConsentSigned'
  return of('HomeVerified').length > 0 && (signed || elimination) ? 'verified' : 'clue'
}

export const endOf = (home: Home, measure: string) => home.of('MeasureEnded').findLast(({ data }) => data.measure === measure)
/** Help in the current round: begun in it, or begun before and not ended on the day of its recognition. */
export function measuresOf(home: Home): readonly Told<'MeasureStarted'>[] {
  const round = roundOf(home)
  if (!round) return []
  return home
    .of('MeasureStarted')
    .filter(({ data }) => data.round === round.data.round || (data.round < round.data.round && !endOf(home.at(round.on), data.measure)))
}
