import { plusDays } from '../values/calendar.ts'
import { nextAfter } from './days.ts'
import type { KnownHouseholdFact } from './facts.ts'
import { type People, peopleOf, settledEvidence } from './people.ts'
import type { Checked, Finding, Rule, Told } from './rule.ts'
import type { View } from './view.ts'

/** One rule's answer after people were heard. */
export type Judged = Readonly<{
  rule: Rule
  checked: Checked
  outcome: Finding['outcome']
  /** The level and strength with which the rule is adopted here; null where it applies without adoption. */
  level: number | null
  sign: Finding['sign']
}>

/** All rules on one household on one day, in the order of the registry. */
export type Judgement = Readonly<{
  judged: readonly Judged[]
  people: People
  /** The pause that holds; one that a new strong warning has overtaken holds no more. */
  pause: KnownHouseholdFact<'paused'> | undefined
  /** The level of the gravest rule that fires, in the words of the level scheme in force; none adopted: rank 0 and no id. */
  level: Readonly<{ rank: number; id: string | null }>
  /** The next day on which a rule or a person's decision may change the answer although nothing new is said. */
  nextChangeOn: string | undefined
}>

/**
 * Asks every rule of the view, then people: a waiver in force, evidence that was settled before, a pause. Makes no text.
 *
 * @param rules only these: pause, level and next change are then theirs too.
 */
export function judge(view: View, rules: readonly Rule[] = view.rules): Judgement {
  const people = peopleOf(view)
  const judged = rules.map((rule): Judged => {
    const checked = view.outcome(rule.id)
    const adopted = view.adoption(rule.id)?.body
    const outcome = checked.outcome === 'fired' ? outcomeFor(rule, checked, view, people) : checked.outcome
    return { rule, checked, outcome, level: adopted?.level ?? null, sign: adopted?.sign ?? null }
  })
  const fired = judged.filter(({ outcome }) => outcome === 'fired')
  return {
    judged,
    people,
    pause: people.pauses.findLast((pause) => !fired.some((one) => overtakes(one, pause))),
    level: levelOf(view, fired),
    nextChangeOn: nextAfter(view.day, [people.nextChangeOn, helperGoneOn(view), ...judged.map(({ checked }) => checked.nextChangeOn)]),
  }
}

function outcomeFor({ id }: Rule, { evidence }: Checked, view: View, { waivers }: People): Finding['outcome'] {
  if (waivers.some(({ body }) => body.rule === id)) return 'waived'
  const settled = evidence.length > 0 && settledEvidence(view, id).some((known) => evidence.every(({ eventId }) => known.has(eventId)))
  return settled ? 'answered' : 'fired'
}

/** A pause hides what was known when it was given, never a new shock. */
function overtakes({ rule, sign, checked }: Judged, pause: KnownHouseholdFact<'paused'>): boolean {
  return rule.kind === 'warning' && sign === 'strong' && checked.evidence.some(({ position }) => position > pause.position)
}

function helperGoneOn(view: View): string | undefined {
  return view.case().helperLeaves ? plusDays(view.day, 1) : undefined
}

function levelOf(view: View, fired: readonly Judged[]): Judgement['level'] {
  const rank = Math.max(0, ...fired.map(({ level }) => level ?? 0))
  if (rank === 0) return { rank, id: null }
  const scheme = view.parameter('levelScheme', view.day)
  return { rank, id: scheme?.body.levels.find(({ level }) => level === rank)?.id ?? null }
}

type Answered = Omit<Judged, 'rule' | 'checked'> &
  Readonly<{
    rule: Pick<Rule, 'id' | 'version' | 'kind' | 'title' | 'source' | 'tell'>
    checked: Checked<unknown, Readonly<{ eventId: string }>>
  }>

/** The answer of one rule in words, for lists and explanations. */
export function findingOf({ rule, checked, outcome, level, sign }: Answered): Finding {
  const { id, version, kind, title, source } = rule
  const missing = checked.missing.map(({ what }) => what)
  const events = [...checked.evidence, ...checked.parameters].map(({ eventId }) => eventId)
  const told = checked.values === undefined ? missingTold(checked) : rule.tell(checked.values, { fired: checked.outcome === 'fired' })
  return { rule: id, version, kind, title, source, outcome, fired: outcome === 'fired', level, sign, ...told, missing, events: [...new Set(events)] }
}

function missingTold({ missing }: Pick<Checked, 'missing'>): Told {
  const joined = (of: (one: Checked['missing'][number]) => { zh: string; en: string }) => ({
    zh: missing.map((one) => of(one).zh).join('；'),
    en: missing.map((one) => of(one).en).join('; '),
  })
  return { message: joined(({ what }) => what), clearedBy: joined(({ remedy }) => remedy), clauses: [] }
}
