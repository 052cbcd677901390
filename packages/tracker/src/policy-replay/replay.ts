import { divisionPrefix, factKindsOf, monitoringRules, plusDays, type ProposedParameter, readProposal, rulesTouchedBy } from '@rural-tracker/domain'
import { bySubject, factOfRow, type KnownFact, type RowStore } from '@rural-tracker/projections'
import { monitoringList } from '@rural-tracker/read-models'
import { TrackerError } from '../config.ts'
import { firstDayFiring, type Policy, replayHousehold } from './household-replay.ts'
import { KnownParameters } from './known-parameters.ts'
import { ProposedParameters } from './proposed-parameters.ts'
import { recognitionsOf } from './recognitions.ts'
import { type ReplaySummary, ReplaySums } from './replay-summary.ts'

/** Which days are replayed, both included, and where. */
export type ReplayQuestion = Readonly<{
  from: string
  to: string
  /** A household counts on the days on which it lives inside. */
  division?: string
  /** Every rule is asked, so that the alerts are all that there would have been; without it only the rules that the proposal can touch. */
  allRules?: boolean
}>

export type PolicyReplay = Readonly<{ from: string; to: string; division: string | null; proposed: readonly ProposedParameter[] }> & ReplaySummary

const [, factTable, parameterTable] = monitoringList.tables

/**
 * A proposal held against the recorded past, out of the facts and parameters of the monitoring list. Nothing is written. Of a day it uses what
 * was known at its end and nothing later; only the real recognitions, which it is held against, are those known now.
 *
 * @throws TrackerError for a proposal that is none, or days in the wrong order.
 */
export async function replayPolicy(rows: RowStore, given: unknown, question: ReplayQuestion): Promise<PolicyReplay> {
  const { from, to, division } = question
  if (to < from) {
    throw new TrackerError(
      'replay.ends-before-it-begins',
      `截止日 ${to} 早于起始日 ${from}，请改正。`,
      `The replay ends on ${to}, before it begins on ${from}; correct the days.`,
    )
  }
  const proposal = readProposal(given, from)
  if ('code' in proposal) throw new TrackerError(proposal.code, proposal.text.zh, proposal.text.en)
  const policy = policyOf((await rows.rows(parameterTable)).map(factOfRow), proposal, question)
  const { proposed, rules } = policy
  const others = otherWarnings(policy)
  const sums = new ReplaySums(rules, from)
  for await (const group of bySubject(rows.scan(factTable, { order: factTable.key.map((column) => [column, 'asc'] as const) }))) {
    for (const facts of group) {
      if (!proposed.mayTouch(facts) || !livedIn(facts, policy.within)) continue
      const household = facts[0]?.subject ?? ''
      const otherwiseOn = () => (others.rules.length === 0 ? null : firstDayFiring(facts, others))
      sums.add(household, replayHousehold(facts, policy), () => recognitionsOf(facts), otherwiseOn)
    }
  }
  return { from, to, division: division ?? null, proposed: proposal, ...sums.summary() }
}

/** What a replay goes by: the recorded parameters, the proposed ones, and the rules that are asked. */
export function policyOf(
  parameters: readonly KnownFact[],
  proposal: readonly ProposedParameter[],
  { from, to, division, allRules = false }: ReplayQuestion,
): Policy {
  const proposed = new ProposedParameters(proposal)
  const rules = allRules ? monitoringRules : rulesTouchedBy(proposed.kinds, weakIn(parameters, proposal))
  return {
    recorded: new KnownParameters(parameters),
    proposed,
    rules,
    restsOn: factKindsOf(rules),
    from,
    to,
    dayBefore: plusDays(from, -1),
    within: division === undefined ? '' : divisionPrefix(division),
  }
}

/** The same for the warnings that are not replayed: they answer alike by either policy. */
function otherWarnings(policy: Policy): Policy {
  const rules = monitoringRules.filter((rule) => rule.kind === 'warning' && !policy.rules.includes(rule))
  return { ...policy, proposed: new ProposedParameters([]), rules, restsOn: factKindsOf(rules) }
}

/** Whether a rule was or would be adopted as a weak sign, anywhere and at any time. */
function weakIn(parameters: readonly KnownFact[], proposal: readonly ProposedParameter[]): (rule: string) => boolean {
  const said = [
    ...parameters.map(({ kind, body }) => ({ kind, is: body })),
    ...proposal.map((one) => ({ kind: one.kind, is: one.does === 'set' ? one.value : {} })),
  ]
  const weak = new Set<string>(said.filter(({ is }) => (is as { sign?: string }).sign === 'weak').map(({ kind }) => kind))
  return (rule) => weak.has(`rule.${rule}`)
}

function livedIn(facts: readonly KnownFact[], within: string): boolean {
  return within === '' || facts.some(({ kind, body }) => kind === 'residence' && (body as { village: string }).village.startsWith(within))
}
