import type { ParameterFact, ParameterLookUp } from '../parameter/look-up.ts'
import type { DivisionCode } from '../values/division.ts'
import { type CaseFact, type CaseState, caseOn } from './case-state.ts'
import type { FactBodies, FactKind, KnownHouseholdFact, Said } from './facts.ts'
import { type Books, type Income, incomeOn } from './income.ts'
import { type Labour, labourOf } from './labour.ts'
import { type Member, membersOn, type Move } from './membership.ts'
import { type Missing, missingIn } from './parameter.ts'
import type { Checked, Rule } from './rule.ts'

type PersonalKind = { [K in FactKind]: FactBodies[K] extends { person: string } ? K : never }[FactKind]

/** 户类型 on the day: a registered household that has exited poverty is 脱贫户. */
export type BaseClass = 'registeredPoor' | 'formerPoor' | 'ordinary'

/**
 * All that a rule may ask about one household on one day. Everything is found when it is first asked for and then kept,
 * because forty rules ask the same things.
 */
export type View = Readonly<{
  day: string
  /** Where it lives; empty when nobody said so. */
  village: DivisionCode
  parameter: ParameterLookUp
  /** The facts of a kind that stand on the day, oldest first. */
  of: <K extends FactKind>(kind: K) => readonly KnownHouseholdFact<K>[]
  last: <K extends FactKind>(kind: K) => KnownHouseholdFact<K> | undefined
  /** The facts of a kind about each person, oldest first. */
  byPerson: <K extends PersonalKind>(kind: K) => ReadonlyMap<string, readonly KnownHouseholdFact<K>[]>
  /** The same household on an earlier day, as known now. */
  at: (day: string) => View
  /** The same household on a fact's day, of what stood when that fact was written: what was corrected or withdrawn since is as it was. */
  before: (fact: KnownHouseholdFact) => View
  /** 销户, and not there again. */
  closed: () => boolean
  baseClass: () => BaseClass
  members: () => readonly Member[]
  isMember: (person: string) => boolean
  labour: () => Labour
  books: () => Books
  income: () => Income | undefined
  case: () => CaseState
  rules: readonly Rule[]
  /** The facts of this view among what the arithmetic was given: the same ones, with their place in the log. */
  known: (said: readonly Said[]) => readonly KnownHouseholdFact[]
  /** How a rule is adopted here on the day; none: it is not. */
  adoption: (rule: string) => ParameterFact<`rule.${string}`> | undefined
  /** What another rule answers; people are not asked. Two rules that ask each other are an error of the program. */
  outcome: (rule: string) => Checked
}>

export type StoodBefore = (position: number) => readonly KnownHouseholdFact[]

const CLOSED: Missing = {
  what: { zh: '该户已销户，监测随之终止', en: 'the household is closed, and monitoring ended with it' },
  remedy: { zh: '撤回销户', en: 'withdraw the closing' },
}

/** What of a view no parameter touches. */
export type HouseholdOn = Pick<View, 'of' | 'last' | 'byPerson' | 'closed' | 'baseClass' | 'members' | 'isMember' | 'books' | 'income' | 'case'>

/**
 * What the facts say of a household on a day, whatever the parameters: for one view, or for several that differ by these alone.
 *
 * @param facts those that stand on `day`, oldest first.
 */
export function householdOn(facts: readonly KnownHouseholdFact[], day: string): HouseholdOn {
  const byKind = Map.groupBy(facts, ({ kind }) => kind)
  const of = <K extends FactKind>(kind: K) => (byKind.get(kind) ?? NONE) as unknown as readonly KnownHouseholdFact<K>[]
  const last = <K extends FactKind>(kind: K) => of(kind).at(-1)
  const persons = kept((kind: PersonalKind) => Map.groupBy(of(kind), ({ body }) => (body as { person: string }).person))
  const moves = once(() => facts.filter(isMove))
  const books = once(
    (): Books => ({
      moves: moves(),
      windows: facts.filter(isWindow),
      entries: of('incomeEntry'),
      expenses: of('expenseEntry'),
      bills: of('bill'),
      schoolCosts: of('schoolCost'),
      payouts: of('payout'),
    }),
  )
  const members = once(() => membersOn(moves(), day))
  const belonging = once(() => new Set(members().map(({ person }) => person)))
  return {
    of,
    last,
    byPerson: persons as unknown as View['byPerson'],
    closed: once(() => facts.findLast(({ kind }) => kind === 'closed' || kind === 'reopened')?.kind === 'closed'),
    baseClass: once(() => {
      if (last('class')?.body.registered !== 'registeredPoor') return 'ordinary'
      return last('exitedPoverty') === undefined ? 'registeredPoor' : 'formerPoor'
    }),
    members,
    isMember: (person) => belonging().has(person),
    books,
    income: once(() => incomeOn(books(), day)),
    case: once(() => caseOn(facts.filter(isCase), day)),
  }
}

/**
 * A household as its rules see it.
 *
 * @param facts those that stand on `day`, oldest first.
 * @param rules those that `outcome` may be asked about.
 * @param stoodBefore the facts of any day that stood when only those before a position had been said, oldest first.
 * @param household what these facts say on this day, where it was found before.
 */
export function viewOf(
  facts: readonly KnownHouseholdFact[],
  parameter: ParameterLookUp,
  day: string,
  rules: readonly Rule[],
  stoodBefore: StoodBefore,
  household: HouseholdOn = householdOn(facts, day),
): View {
  const { of, last, byPerson, closed, baseClass, members, isMember, books, income } = household
  const days = kept((earlier: string) => viewOf(upTo(facts, earlier), parameter, earlier, rules, stoodBefore))
  const adoption = kept((rule: string) => parameter(`rule.${rule}`, day))
  const asking = new Set<string>()
  const outcome = kept((id: string): Checked => {
    const rule = byId(rules).get(id)
    if (rule === undefined) throw new Error(`there is no rule ${id} to ask`)
    if (asking.has(id)) throw new Error(`rules ask each other: ${[...asking, id].join(' → ')}`)
    asking.add(id)
    const checked = check(rule)
    asking.delete(id)
    return checked
  })
  const check = (rule: Rule): Checked => {
    if (closed()) return { ...NOTHING, outcome: 'silent', missing: [CLOSED] }
    if (adoption(rule.id) === undefined && !rule.always) {
      return { ...NOTHING, outcome: 'notSet', missing: [missingIn(view.village, `rule.${rule.id}`, day)] }
    }
    return rule.check(view)
  }
  const view: View = {
    day,
    village: last('residence')?.body.village ?? '',
    parameter,
    of,
    last,
    byPerson,
    at: (other) => (other >= day ? view : days(other)),
    before: ({ on, position }) => viewOf(upTo(stoodBefore(position), on), parameter, on, rules, stoodBefore),
    closed,
    baseClass,
    members,
    isMember,
    labour: once(() => labourOf(members(), of('labour'), day, parameter('threshold.workAge', day)?.body.value)),
    books,
    income,
    known: (said) => said as readonly KnownHouseholdFact[],
    case: household.case,
    rules,
    adoption,
    outcome,
  }
  return view
}

const byIdOf = new WeakMap<readonly Rule[], ReadonlyMap<string, Rule>>()

/** The same few rules are asked for every household, so the index of a registry is made once. */
function byId(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  let found = byIdOf.get(rules)
  if (!found) byIdOf.set(rules, (found = new Map(rules.map((rule) => [rule.id, rule]))))
  return found
}

const NONE: readonly KnownHouseholdFact[] = []
const NOTHING = { evidence: [], parameters: [], nextChangeOn: undefined } as const

/** Facts stand in the order of their days, so what was true by a day is a prefix. */
function upTo(facts: readonly KnownHouseholdFact[], day: string): readonly KnownHouseholdFact[] {
  const later = facts.findIndex(({ on }) => on > day)
  return later < 0 ? facts : facts.slice(0, later)
}

function isMove(fact: KnownHouseholdFact): fact is Move & KnownHouseholdFact {
  return fact.kind === 'memberJoined' || fact.kind === 'memberLeft' || fact.kind === 'died'
}

function isWindow(fact: KnownHouseholdFact): fact is Books['windows'][number] & KnownHouseholdFact {
  return fact.kind === 'income' || fact.kind === 'incomeCollected'
}

function isCase(fact: KnownHouseholdFact): fact is CaseFact & KnownHouseholdFact {
  return fact.kind.startsWith('case.')
}

function once<Value>(find: () => Value): () => Value {
  let found: { value: Value } | undefined
  return () => (found ??= { value: find() }).value
}

function kept<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const found = new Map<Key, Value>()
  return (key) => {
    const known = found.get(key)
    if (known !== undefined || found.has(key)) return known as Value
    const value = find(key)
    found.set(key, value)
    return value
  }
}
