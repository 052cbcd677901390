import type { Text } from '../../aggregate.ts'
import { inYuan } from '../../values/money.ts'
import { NOT_RECOGNISED } from '../case-told.ts'
import type { CaseFact, CaseState, Recognition } from '../case-state.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { computedIncome, covered, evidenceOf, type Income, incomeOn, rollingWindow } from '../income.ts'
import { answer, defineRule } from '../rule.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'

type Decision = Recognition | CaseFact<'case.RiskEliminated'>
type Snapshot = Decision['body']['snapshot']
/** What a decision says it rested on, or what the facts say. */
type Figures = Readonly<{ members: number; able: number; labourUnknown: number; perHead: number | null }>
/** `turns` is false of what is known now and would not have made another decision. */
type Difference = Readonly<{ text: Text; value: number | null; turns: boolean }>
type Values = Readonly<{ elimination: boolean; decidedOn: string; differences: readonly Difference[] }>

/**
 * A decision keeps what it rested on. It does not hold where the facts known when it was recorded say something else, which a race between two
 * streams lets through; and where what is known now puts the income on the other side of its line, or turns whether anybody can work.
 */
export const decisionBasis = defineRule<Values | null>({
  id: 'decision-basis',
  version: 1,
  title: { zh: '决定所依据的事实有出入', en: 'The basis of a decision does not hold' },
  source: '本系统设计：决定所依据的事实由规则复核',
  kind: 'process',
  parameters: ['threshold.workAge'],
  facts: [
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.RiskEliminated',
    'case.ClueRegistered',
    'labour',
    'income',
    'incomeEntry',
    'expenseEntry',
    'incomeCollected',
    'memberJoined',
    'memberLeft',
    'died',
  ],

  check: (view) => {
    const state = view.case()
    const decision = decisionOf(state)
    if (decision === undefined) return answer(false, null)
    const { snapshot } = decision.body
    const rested = restedOn(snapshot)
    const [then, now] = [view.before(decision), view.at(decision.on)]
    const appliedOn = appliedOnOf(state, decision)
    const differences = [...raced(rested, figuresOf(then, appliedOn)), ...turned(snapshot, rested, figuresOf(now, appliedOn))]
    return answer(
      differences.some(({ turns }) => turns),
      { elimination: decision.kind === 'case.RiskEliminated', decidedOn: decision.on, differences },
      { evidence: [decision, ...groundsOf(now, appliedOn)] },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_RECOGNISED
    const { elimination, decidedOn, differences } = values
    const what = elimination ? { zh: '消除', en: 'elimination' } : { zh: '识别', en: 'recognition' }
    const { zh, en } = listed(differences.filter(({ turns }) => turns === fired).map(({ text }) => text))
    return {
      message: fired
        ? { zh: `${what.zh}（${decidedOn}）所依据的 ${zh}`, en: `${what.en} (${decidedOn}) rested on ${en}` }
        : differences.length > 0
          ? { zh: `${what.zh}（${decidedOn}）所依据的 ${zh}，不影响决定`, en: `${what.en} (${decidedOn}) rested on ${en}; the decision holds` }
          : { zh: `${what.zh}（${decidedOn}）所依据的事实没有出入`, en: `the basis of the ${what.en} (${decidedOn}) holds` },
      clearedBy: fired
        ? { zh: '复核后重新决定，或撤回有误的更正', en: 'a review and another decision, or a wrong correction withdrawn' }
        : { zh: '事实更正', en: 'corrected facts' },
      clauses: differences.map(({ text, value, turns }) => ({ text, value, parameter: null, holds: turns })),
    }
  },
})

/** The last elimination of the round, also one that was rolled back; before there is one, the recognition. */
function decisionOf({ current }: CaseState): Decision | undefined {
  return current?.turns.findLast((turn) => turn.kind === 'case.RiskEliminated') ?? current?.recognised
}

/** The day of the clue that a recognition goes back to: its income is that of the twelve months before. An elimination has none. */
function appliedOnOf({ procedures }: CaseState, { kind, body }: Decision): string | undefined {
  if (kind === 'case.RiskEliminated') return undefined
  return procedures.find(({ number }) => number === body.procedure)?.of('case.ClueRegistered')[0]?.on
}

function incomeThen(view: View, appliedOn: string | undefined): Income | undefined {
  const books = view.books()
  const rolling = appliedOn && rollingWindow(appliedOn)
  return rolling && covered(books, rolling, view.day) ? computedIncome(books, rolling, view.day) : incomeOn(books, view.day)
}

function figuresOf(view: View, appliedOn: string | undefined): Figures {
  const { members, able, unknown } = view.labour()
  return { members, able, labourUnknown: unknown, perHead: incomeThen(view, appliedOn)?.perHead ?? null }
}

function groundsOf(view: View, appliedOn: string | undefined): readonly KnownHouseholdFact[] {
  const income = incomeThen(view, appliedOn)
  return view.known([...view.labour().reports, ...(income ? evidenceOf(income) : [])])
}

function restedOn({ members, able, labourUnknown, income }: Snapshot): Figures {
  return { members, able, labourUnknown, perHead: income?.perHead ?? null }
}

const NAMES: Readonly<Record<keyof Figures, Text>> = {
  members: { zh: '成员数', en: 'members' },
  able: { zh: '劳动力人数', en: 'members who can work' },
  labourUnknown: { zh: '劳动能力未报人数', en: 'members of unknown labour' },
  perHead: { zh: '人均纯收入', en: 'net income per head' },
}

/** What the decision could have seen when it was recorded and did not. */
function raced(rested: Figures, then: Figures): readonly Difference[] {
  return differing(rested, then).map((key) => differs(key, rested, then, { when: THEN, turns: true }))
}

/** What is known now and was not said so at the decision, and whether it would have made another decision of it. */
function turned({ line }: Snapshot, rested: Figures, now: Figures): readonly Difference[] {
  const crosses = line !== null && rested.perHead !== null && now.perHead !== null && rested.perHead < line.amount !== now.perHead < line.amount
  const flips = noLabour(rested) !== noLabour(now)
  const turns: Readonly<Partial<Record<keyof Figures, boolean>>> = { perHead: crosses, able: flips }
  const keys = differing(rested, now)
  // Whether anybody can work may also turn on who is a member and of whom it is unknown.
  const told = flips && !keys.includes('able') ? [...keys, 'able' as const] : keys
  return told.map((key) => differs(key, rested, now, { when: NOW, turns: turns[key] ?? false }))
}

function differing(rested: Figures, found: Figures): readonly (keyof Figures)[] {
  return (Object.keys(NAMES) as (keyof Figures)[]).filter((key) => rested[key] !== found[key])
}

function noLabour({ members, able, labourUnknown }: Figures): boolean {
  return members > 0 && able === 0 && labourUnknown === 0
}

const THEN: Text = { zh: '当时', en: 'then' }
const NOW: Text = { zh: '现在', en: 'now' }

function differs(key: keyof Figures, rested: Figures, found: Figures, { when, turns }: Readonly<{ when: Text; turns: boolean }>): Difference {
  const [was, is] = [wordOf(key, rested[key]), wordOf(key, found[key])]
  const name = NAMES[key]
  return {
    text: { zh: `${name.zh}为 ${was.zh}，按${when.zh}所知为 ${is.zh}`, en: `${name.en} of ${was.en}, as known ${when.en} ${is.en}` },
    value: found[key],
    turns,
  }
}

function wordOf(key: keyof Figures, value: number | null): Text {
  if (value === null) return { zh: '无', en: 'none' }
  return key === 'perHead' ? inYuan(value) : { zh: `${value}`, en: `${value}` }
}
