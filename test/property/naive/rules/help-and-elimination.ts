import { addMonths } from '../calendar.ts'
import { eliminationOf, endOf, measuresOf, monitoredSince, openProcedureOf, procedureOf, roundOf } from '../case.ts'
import { after, baseOf, due, type Home, isMember, labourOf, nobodyCanWork, threshold } from '../home.ts'
import { incomeBefore, incomeOf, isWage } from '../income.ts'
import { any, type Fires, type Naive, when } from '../rule.ts'
import { inOrder, type Told } from '../told.ts'

const past = (home: Home, last: string | undefined) => last !== undefined && home.day > last

const recognisedWithoutMeasure: Naive = (home) => {
  const recognised = monitoredSince(home)
  if (!recognised || measuresOf(home).length > 0) return undefined
  const { starts, of } = procedureOf(home, recognised.data.procedure)
  const clue = starts ?? of('ClueRegistered')[0]
  const late = past(home, due(home, 'firstMeasure', recognised.on))
  const lateFromClue = past(home, due(home, 'firstMeasureFromClue', clue?.on))
  return when(late || lateFromClue, recognised, lateFromClue ? clue : undefined)
}

const onlySafetyNet: Naive = (home) => {
  const recognised = monitoredSince(home)
  const table = home.parameter('requiredMeasures', home.day)
  if (!recognised || !table || labourOf(home).able === 0) return undefined
  const going = measuresOf(home).filter(({ data }) => !endOf(home, data.measure))
  const developed = going.some(({ data }) => table.development.includes(data.kind))
  return developed ? undefined : any(going.filter(({ data }) => data.kind === 'socialSafetyNet'))
}

const riskWithoutMeasure: Naive = (home, fires) => {
  const recognised = monitoredSince(home)
  const table = home.parameter('requiredMeasures', home.day)
  if (!recognised || !table || !past(home, due(home, 'firstMeasure', recognised.on))) return undefined
  const kinds = measuresOf(home).map(({ data }) => data.kind)
  // It was eliminated and is back: what counts after elimination counts still.
  const wasEliminated = home.of('RiskEliminated').some(({ data }) => data.round === recognised.data.round)
  const conditions: Record<string, Fires> = { dropOut: fires('drop-out', home), uninsured: fires('insurance-missing', home) }
  return any(
    table.pairs.flatMap(({ when: risk, anyOf, afterElimination = [] }) => {
      const why = recognised.data.risks.some(({ kind }) => kind === risk) ? [recognised] : conditions[risk]
      const answering = wasEliminated ? [...anyOf, ...afterElimination] : anyOf
      return why && !answering.some((kind) => kinds.includes(kind)) ? why : []
    }),
  )
}

/** The last visit and the day by which the next one is due, where the household is in a group that is visited. */
export function nextVisit(home: Home): { last: Told; due: string } | undefined {
  const recognised = monitoredSince(home)
  const base = baseOf(home)
  if (!recognised && base === 'ordinary') return undefined
  const group = recognised ? 'monitored' : base === 'formerPoor' ? 'formerPoor' : 'registeredPoor'
  // Nobody visited: then since the recognition, or since the exit from poverty; without either there is no day to count from.
  const since = recognised ?? home.of('HouseholdExitedPoverty')[0]
  const last = home.of('HouseholdVisited', 'HomeVerified').at(-1) ?? since
  const length = home.parameter(`visitRhythm.${group}`, home.day)?.months
  const by = last && length !== undefined ? after(home, last.on, { length, unit: 'month' }) : undefined
  return last && by !== undefined ? { last, due: by } : undefined
}
const visitOverdue: Naive = (home) => {
  const next = nextVisit(home)
  return next && when(past(home, next.due), next.last)
}

const eliminatedEarly: Naive = (home) => {
  const recognised = roundOf(home)
  const eliminated = eliminationOf(home)
  if (!recognised || !eliminated || eliminated.data.way !== 'byHelp') return undefined
  const then = home.at(eliminated.on)
  const earliest = due(then, 'elimination', recognised.on)
  const fast = threshold(then, 'fastElimination')
  const tooFast = fast !== undefined && eliminated.on.slice(0, 7) <= addMonths(recognised.on.slice(0, 7), fast)
  const tooEarly = earliest !== undefined && eliminated.on < earliest
  return when(tooEarly || tooFast || measuresOf(then).length === 0, recognised, eliminated)
}

const eliminatedUnderLine: Naive = (home, fires) => {
  const eliminated = eliminationOf(home)
  if (!eliminated) return undefined
  const then = home.at(eliminated.on)
  const line = home.parameter('monitoringLine', eliminated.on)?.amount
  const income = incomeOf(then)
  const under = income?.perHead === undefined || (line !== undefined && (income.perHead < line || (income.afterExpense ?? 0) < line))
  const shaken = ['main-earner-lost-job', 'industry-failed', 'benefits-ended'].flatMap((rule) => fires(rule, then) ?? [])
  return when(under || shaken.length > 0, eliminated, income?.fact, ...(income?.entries ?? []), ...(income?.costs ?? []), ...shaken)
}

const noLabourEliminated: Naive = (home) => {
  const eliminated = eliminationOf(home)
  if (!eliminated) return undefined
  const labour = labourOf(home.at(eliminated.on))
  return when(nobodyCanWork(labour), eliminated, ...labour.evidence)
}

const GUARANTEES = ['drop-out', 'house-unsafe', 'water-unsafe', 'insurance-missing']
const eliminatedUnsafe: Naive = (home, fires) => {
  const eliminated = eliminationOf(home)
  const unsafe = eliminated && any(GUARANTEES.flatMap((rule) => fires(rule, home) ?? []))
  return unsafe && [eliminated, ...unsafe]
}

const eliminationUnchecked: Naive = (home) => {
  const eliminated = eliminationOf(home)
  if (!eliminated) return undefined
  const { snapshot, after: left } = eliminated.data
  return when(snapshot.unchecked.length > 0 || Object.values(left).includes(null), eliminated)
}

const notEliminatedInTime: Naive = (home) => {
  const recognised = monitoredSince(home)
  if (!recognised || labourOf(home).able === 0 || openProcedureOf(home)?.elimination) return undefined
  return when(past(home, due(home, 'eliminationOverdue', recognised.on)), recognised)
}

const STRONG = ['income-under-line', 'income-after-expense', 'medical-self-paid', ...GUARANTEES]
STRONG.push('main-earner-lost-job', 'disaster', 'accident', 'industry-failed', 'loan-overdue')
const relapse: Naive = (home, fires) => {
  const eliminated = eliminationOf(home)
  if (!eliminated) return undefined
  const adopted = STRONG.filter((rule) => home.parameter(`rule.${rule}`, home.day))
  const signs = adopted.flatMap((rule) => {
    const evidence = fires(rule, home) ?? []
    return evidence.some(({ on }) => on > eliminated.on) ? evidence : []
  })
  // The signs alone speak for it: who looked at them and dismissed them has answered this too.
  return any([...signs, ...(fires('weak-signs', home) ?? [])])
}

const classContradictsLine: Naive = (home) => {
  const recognised = roundOf(home)
  if (!recognised) return undefined
  const reassigned = home.of('ClassReassigned').findLast(({ data }) => data.round === recognised.data.round)
  const { scheme, class: word } = reassigned?.data.is ?? recognised.data
  if (scheme === '2026') return undefined
  const ordinary = baseOf(home) === 'ordinary'
  const former = ['unstableExit', 'exitMonitored'].includes(word)
  const marginal = ['marginal', 'nearPoor'].includes(word)
  const line = home.parameter('monitoringLine', recognised.on)?.amount
  const most = threshold(home.at(recognised.on), 'perHeadAtRecognition')
  const perHead = recognised.data.snapshot.income?.perHead
  const contradicts =
    (former && ordinary) ||
    (marginal && !ordinary) ||
    (perHead !== undefined && line !== undefined && (former || marginal) && perHead >= line) ||
    (perHead !== undefined && line !== undefined && word === 'suddenHardship' && perHead < line) ||
    (perHead !== undefined && most !== undefined && perHead > most)
  return when(contradicts, recognised, reassigned)
}

const riskWithoutFact: Naive = (home) => {
  const recognised = monitoredSince(home)
  if (!recognised) return undefined
  const here = <T extends { data: { person?: string | undefined } }>(told: readonly T[]) =>
    told.filter(({ data }) => data.person !== undefined && isMember(home, data.person))
  const health = (...kinds: string[]) => here(home.of('HealthReported')).some(({ data }) => kinds.includes(data.health))
  const labour = labourOf(home)
  const members = threshold(home, 'labourMembers')
  const share = threshold(home, 'labourShare')
  const manyCan = members !== undefined && share !== undefined && labour.members >= members && labour.able * 100 > share * labour.members
  const income = incomeOf(home)
  const wages = home.of('IncomeRecorded').filter(({ data }) => isWage(data.kind) && (!data.person || isMember(home, data.person)))
  const without: Readonly<Record<string, boolean>> = {
    illness: !health('chronic', 'seriousIllness') || income?.selfPaid === 0,
    disability: !health('disabled') && here(home.of('DisabilityCertified')).length === 0,
    labourShortage: (labour.members > 0 && labour.able === labour.members) || manyCan,
    unstableJob: here(home.of('JobStarted')).length === 0 && wages.length === 0,
    unsafeHouse: !home.of('HouseGraded').some(({ data }) => ['C', 'D'].includes(data.grade)),
    unsafeWater: !home.of('WaterChecked').some(({ data }) => !(data.quality && data.quantity && data.reliability && data.access)),
    schooling: here(home.of('SchoolStatusReported')).length === 0 && here(home.of('SchoolingCostReported')).length === 0,
  }
  return when(
    recognised.data.risks.some(({ kind }) => without[kind]),
    recognised,
  )
}

const leafletMissing: Naive = (home) => {
  const handed = (leaflet: string) => home.of('LeafletHanded').some(({ data }) => data.leaflet === leaflet)
  const recognised = monitoredSince(home)
  const open = openProcedureOf(home)
  const help = recognised && !handed('help') && past(home, due(home, 'firstMeasure', recognised.on))
  const how = open && !open.elimination && !handed('application') && past(home, due(home, 'firstMeasure', open.starts?.on))
  return any([help ? recognised : undefined, how ? open.starts : undefined])
}

const helperMissing: Naive = (home) => {
  const recognised = monitoredSince(home)
  if (!recognised) return undefined
  const assigned = home.of('HelperAssigned').at(-1)
  // A release names the last day of help.
  const helped = assigned && !home.of('HelperReleased').some((released) => inOrder(released, assigned) > 0 && released.on < home.day)
  return when(!helped && past(home, due(home, 'firstMeasure', recognised.on)), recognised)
}

const measureCutShort: Naive = (home) => {
  const eliminated = eliminationOf(home)
  if (!eliminated) return undefined
  // Help that belongs to the risk that was eliminated; what follows it may be begun at any time, for the next round too.
  return any(
    measuresOf(home).map((started) => {
      const end = endOf(home, started.data.measure)
      const { until, kind, measure } = started.data
      if (end?.data.reason !== 'stopped' || end.on <= eliminated.on || until === undefined || end.on >= until) return undefined
      const again = home.of('MeasureStarted').some(({ data, on }) => data.measure !== measure && data.kind === kind && on >= end.on)
      return again ? undefined : end
    }),
  )
}

/** Members, who of them can work, and income per head, as one would have worked them out for the decision. */
function basisOf(home: Home, decision: Told<'HouseholdRecognised' | 'RiskReMarked' | 'RiskEliminated'>) {
  const clue = decision.type === 'RiskEliminated' ? undefined : procedureOf(home, decision.data.procedure).of('ClueRegistered')[0]
  const income = (clue && incomeBefore(home, clue.on)) ?? incomeOf(home)
  return { ...labourOf(home), perHead: income?.perHead }
}
const decisionBasis: Naive = (home) => {
  const round = roundOf(home)?.data.round
  const decision = home.of('HouseholdRecognised', 'RiskReMarked', 'RiskEliminated').findLast(({ data }) => data.round === round)
  if (!decision) return undefined
  const { members, able, labourUnknown: unknown, income, line } = decision.data.snapshot
  const perHead = income?.perHead
  const then = basisOf(home.before(decision.position, decision.on), decision)
  const race = then.members !== members || then.able !== able || then.unknown !== unknown || then.perHead !== perHead
  const now = basisOf(home.at(decision.on), decision)
  const crosses = line && perHead !== undefined && now.perHead !== undefined && perHead < line.amount !== now.perHead < line.amount
  const flips = nobodyCanWork(now) !== nobodyCanWork({ members, able, unknown })
  return when(race || crosses === true || flips, decision)
}

export const helpAndElimination = {
  'recognised-without-measure': recognisedWithoutMeasure,
  'only-safety-net': onlySafetyNet,
  'risk-without-measure': riskWithoutMeasure,
  'visit-overdue': visitOverdue,
  'eliminated-early': eliminatedEarly,
  'eliminated-under-line': eliminatedUnderLine,
  'no-labour-eliminated': noLabourEliminated,
  'eliminated-unsafe': eliminatedUnsafe,
  'elimination-unchecked': eliminationUnchecked,
  'not-eliminated-in-time': notEliminatedInTime,
  relapse,
  'class-contradicts-line': classContradictsLine,
  'risk-without-fact': riskWithoutFact,
  'leaflet-missing': leafletMissing,
  'helper-missing': helperMissing,
  'measure-cut-short': measureCutShort,
  'decision-basis': decisionBasis,
} satisfies Record<string, Naive>
