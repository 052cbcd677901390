import { z } from 'zod'
import type { Decision, Seen } from '../aggregate.ts'
import { parameterIn } from '../parameter/index.ts'
import { regionName } from '../values/division.ts'
import { EventId } from '../values/ids.ts'
import { caseCommand as command, here, isSaidAs, isSaidStep, reported, saidNumbers, stepNumber, stream, unsaid, where } from './case-command.ts'
import * as events from './events.ts'
import { GUARANTEE_KINDS, guaranteesOn, nothingReported, unsafe } from './guarantees.ts'
import { NaturalReason, type Unchecked } from './kinds.ts'
import * as lacks from './lacks.ts'
import * as no from './refusals.ts'
import { eliminationTerm, forHousehold, householdIn, readsHousehold, readsHouseholdAnd } from './seen.ts'
import { isWithoutLabour, labourOn, SNAPSHOT_KINDS, snapshotOf } from './snapshot.ts'
import { currentRound, lastProcedure, measuresOf, type MonitoringCaseState, nextProcedure, nextRound, openProcedure, type Way } from './state.ts'
import { lengthOf } from './wording.ts'

const reads = readsHouseholdAnd('deadline.elimination', 'workingCalendar.2000', ...SNAPSHOT_KINDS, ...GUARANTEE_KINDS)

/** Opens the procedure of an elimination. A household in which nobody can work goes on being watched. */
export const proposeElimination = command({
  type: 'ProposeElimination',
  kind: 'order',
  data: events.EliminationProposed.schema.omit({ procedure: true }).extend(where),
  stream,
  reads: readsHouseholdAnd('threshold.workAge'),
  decide: ({ registeredIn, ...proposal }, state, _actor, seen) => {
    const { household: id, occurredOn } = proposal
    if (isSaidStep(state, 'EliminationProposed', proposal)) return []
    return forHousehold(seen, { registeredIn, household: id }, ({ state: household, village }): Decision => {
      if (state.monitoring !== 'monitored') return no.notMonitored
      if (openProcedure(state)) return no.procedureOpen
      const recognised = currentRound(state)?.recognised
      if (recognised && occurredOn < recognised.on) return no.beforeRecognition(recognised.on)
      const workAge = parameterIn(seen, 'threshold.workAge', village, occurredOn)
      if (labourOn(household, occurredOn, workAge?.value.value).none) return no.wholeHouseholdNoLabour
      return [events.EliminationProposed({ ...proposal, procedure: nextProcedure(state) })]
    })
  },
})

export const withdrawElimination = command({
  type: 'WithdrawElimination',
  kind: 'order',
  data: z.strictObject(here),
  stream,
  decide: ({ household, occurredOn }, state) => {
    const step = { household, occurredOn, procedure: stepNumber(state) }
    if (isSaidStep(state, 'EliminationWithdrawn', step)) return []
    const procedure = openProcedure(state)
    if (!procedure) return no.noProcedure
    return procedure.purpose === 'elimination' ? [events.EliminationWithdrawn(step)] : no.notAnElimination
  },
})

/** Why the risk went by itself, and what shows it. Without evidence it may be said, and is refused or noted. */
const natural = z.strictObject({ reason: NaturalReason, evidence: z.array(EventId).max(40) }).optional()
type Natural = z.infer<typeof natural>

const provenIn = (way: Way, said: Natural) => (way === 'natural' && said && said.evidence.length > 0 ? { natural: said } : {})

type Ending = Readonly<{ registeredIn: string; household: string; occurredOn: string; procedure: number; way: Way; natural?: Natural }>

/**
 * Everything that is looked at on the day of an elimination: what the household is, and every condition that is not met
 * (by help six months and a measure, S21; this year's line, the guarantees, labour in both ways; a natural one needs its evidence).
 * What no parameter or report lets one check is no refusal: it stands in the snapshot.
 */
function endingOf(state: MonitoringCaseState, seen: Seen, { registeredIn, household: id, occurredOn: day, way, ...data }: Ending) {
  const household = householdIn(seen, { registeredIn, household: id })
  const place = household?.village ?? registeredIn
  const round = currentRound(state)
  const byHelp = way === 'byHelp'
  const term = byHelp && household && round ? eliminationTerm(seen, household, round.recognised.on, day) : undefined
  const guarantees = household && guaranteesOn(seen, household, day)
  const unchecked: Unchecked[] = byHelp && !term ? ['term'] : []
  const snapshot = snapshotOf({ seen, household, place, day }, { parameters: [term?.basis, ...(guarantees?.parameters ?? [])], unchecked })
  const after = guarantees?.after ?? nothingReported
  const { income, line } = snapshot
  const which = unsafe(after)
  const proven = provenIn(way, data.natural)
  const unmet: (lacks.Lack | false | undefined)[] = [
    !byHelp && !proven.natural && { refusal: no.naturalWithoutEvidence, breach: 'naturalWithoutEvidence' },
    term && round && day < term.due && { refusal: no.tooEarly(round.recognised.on, lengthOf(term.length, term.unit), term.due), breach: 'tooEarly' },
    byHelp && round && measuresOf(state, round, day).length === 0 && { refusal: no.noMeasure, breach: 'measureMissing' },
    isWithoutLabour(snapshot) && { refusal: no.wholeHouseholdNoLabour, breach: 'noLabour' },
    byHelp && !income && { refusal: no.incomeMissing, breach: 'incomeMissing' },
    income !== null &&
      line !== null &&
      income.perHead < line.amount && {
        refusal: no.underLine(income.perHead, line.amount, regionName(line.region), line.from.slice(0, 4)),
        breach: 'underLine',
      },
    which && { refusal: no.guaranteeUnsafe(which), breach: 'guaranteeUnsafe' },
  ]
  const step = { household: id, occurredOn: day, procedure: data.procedure, round: round?.number ?? nextRound(state), way, ...proven }
  return { event: { ...step, after, snapshot }, unmet: unmet.filter((one) => one !== false && one !== undefined) }
}

/** 风险消除, by our help or by itself: the procedure is that of a recognition, consent apart. */
export const eliminateRisk = command({
  type: 'EliminateRisk',
  kind: 'order',
  data: z.strictObject({ ...here, natural }),
  stream,
  reads,
  decide: (data, state, _actor, seen) => {
    const number = stepNumber(state)
    const way = state.procedures[number]?.way ?? 'byHelp'
    const { household, occurredOn } = data
    const waysSaid = saidNumbers(state).map((said) => state.procedures[said]?.way ?? 'byHelp')
    if (waysSaid.some((one) => isSaidStep(state, 'RiskEliminated', { household, occurredOn, way: one, ...provenIn(one, data.natural) }))) return []
    return forHousehold(seen, data, (): Decision => {
      if (state.monitoring !== 'monitored') return no.notMonitored
      const procedure = openProcedure(state)
      if (!procedure) return no.noProcedure
      if (procedure.purpose !== 'elimination') return no.notAnElimination
      const lack = lacks.firstLack(lacks.wholeProcedure, procedure, occurredOn)
      if (lack) return lack
      const { event, unmet } = endingOf(state, seen, { ...data, procedure: number, way })
      return unmet[0]?.refusal ?? [events.RiskEliminated({ ...event, by: 'order', breaches: [] })]
    })
  },
})

/** The procedure that an elimination reported without a number belongs to; one that has led to an elimination before leads to no second. */
function eliminationNumber(state: MonitoringCaseState): number {
  const there = [openProcedure(state), lastProcedure(state)].find((procedure) => procedure?.purpose === 'elimination')
  return there && (!there.ended || state.monitoring !== 'monitored') ? there.number : nextProcedure(state)
}

/** The county marked it in the national system; what it did without stands in `breaches`. */
export const recordElimination = command({
  type: 'RecordElimination',
  kind: 'report',
  data: z.strictObject({ ...reported, way: events.RiskEliminated.schema.shape.way, natural }),
  stream,
  reads,
  decide: ({ procedure: named, natural: said, ...data }, state, _actor, seen) => {
    if (named !== undefined && !state.procedures[named]) return no.noSuchProcedure
    if (named === undefined && isSaidStep(state, 'RiskEliminated', { ...data, ...provenIn(data.way, said) })) return []
    const procedure = named ?? eliminationNumber(state)
    const { event, unmet } = endingOf(state, seen, { ...data, natural: said, procedure })
    const steps = lacks.breachesOf(lacks.wholeProcedure, { ...(state.procedures[procedure] ?? NOTHING), purpose: 'elimination' }, data.occurredOn)
    const breaches = [...steps, ...unmet.map(({ breach }) => breach)]
    if (state.monitoring === 'none') breaches.push('notRecognised')
    if (state.monitoring === 'eliminated') breaches.push('alreadyEliminated')
    if (householdIn(seen, data)?.state.closed) breaches.push('householdClosed')
    return unsaid(state, events.RiskEliminated({ ...event, by: 'report', breaches }))
  },
})
/** A procedure of which nothing was ever said. */
const NOTHING = { number: 0, opened: false, evidence: [] } as const

/**
 * 风险消除回退: our work was weak, and the household is monitored again in the same round, with its measures. A clue that was taken for
 * a new risk is closed with it.
 */
export const rollBackElimination = command({
  type: 'RollBackElimination',
  kind: 'order',
  data: events.EliminationRolledBack.schema.pick({ reason: true, evidence: true }).extend(here),
  stream,
  reads: readsHousehold,
  decide: ({ registeredIn, ...data }, state, _actor, seen) => {
    const round = currentRound(state)
    const eliminated = round?.eliminated
    if (eliminated && isSaidAs(state, 'EliminationRolledBack', { ...data, reverses: eliminated.id })) return []
    return forHousehold(seen, { registeredIn, household: data.household }, (): Decision => {
      if (!round || !eliminated || eliminated.rolledBack) return no.notEliminated
      const open = openProcedure(state)
      const closes = open && open.purpose !== 'elimination' ? { closes: open.number } : {}
      return [events.EliminationRolledBack({ ...data, round: round.number, reverses: eliminated.id, ...closes })]
    })
  },
})
