import type { FactKind } from './facts.ts'
import { monitoringRules } from './registry.ts'
import type { Rule } from './rule.ts'

/**
 * The rules whose answer may be another one when parameters of these kinds are: those that ask for one of them, and those that ask for the
 * answer of such a rule. Every other rule answers as before.
 *
 * @param mayBeWeak whether a rule is adopted as a weak sign anywhere: several weak signs together make a warning of their own.
 * @example rulesTouchedBy(['monitoringLine'], () => false).map(({ id }) => id) // ['income-under-line', 'income-after-expense', …, 'relapse']
 */
export function rulesTouchedBy(kinds: Iterable<string>, mayBeWeak: (rule: string) => boolean): readonly Rule[] {
  const changed = [...kinds]
  const touched = new Set(monitoringRules.filter((rule) => changed.some((kind) => asksFor(rule, kind))))
  for (let before = -1; before < touched.size; ) {
    before = touched.size
    for (const rule of monitoringRules) if ([...touched].some((one) => asksAfter(rule, one, mayBeWeak))) touched.add(rule)
  }
  return monitoringRules.filter((rule) => touched.has(rule))
}

/** Whether the answers of these rules can rest on a fact of a kind: no other fact changes them. */
export function factKindsOf(rules: readonly Rule[]): (kind: string) => boolean {
  const asked = new Set(rules)
  for (let before = -1; before < asked.size; ) {
    before = asked.size
    for (const rule of monitoringRules) if ([...asked].some((one) => asksAfter(one, rule, () => true))) asked.add(rule)
  }
  const own = new Set<string>([...OF_EVERY_RULE, ...[...asked].flatMap(({ facts }) => facts)])
  // A case is folded as a whole.
  return (kind) => own.has(kind) || kind.startsWith('case.')
}

/** Where a household lives, who belongs to it and what it is, and what people decided: everything is asked through these. */
const OF_EVERY_RULE: readonly FactKind[] = [
  'residence',
  'closed',
  'reopened',
  'class',
  'exitedPoverty',
  'memberJoined',
  'memberLeft',
  'died',
  'waived',
  'ended',
  'included',
  'paused',
]

function asksFor({ id, parameters }: Rule, kind: string): boolean {
  if (kind === `rule.${id}`) return true
  // Days at work are counted by the calendar of each year that a time limit runs through.
  if (kind.startsWith('workingCalendar.')) return parameters.some((one) => one.startsWith('deadline.') || one.startsWith('workingCalendar.'))
  return (parameters as readonly string[]).includes(kind)
}

function asksAfter({ asks }: Rule, other: Rule, mayBeWeak: (rule: string) => boolean): boolean {
  if (asks === undefined) return false
  return asks === 'warnings' ? other.kind === 'warning' && mayBeWeak(other.id) : asks.includes(other.id)
}
