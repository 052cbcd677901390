import { aggregates, caseOn, type KnownHouseholdFact } from '@rural-tracker/domain'
import type { Command, StoredEvent } from '@rural-tracker/event-store'
import { monitoringList } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseFact } from '../../packages/domain/src/monitoring/case-state.ts'
import { currentRound, type MonitoringCaseState, openProcedure, type Procedure } from '../../packages/domain/src/monitoring-case/state.ts'
import { deskOf } from '../../packages/domain/src/testing/scenario.ts'
import { logOf } from './both-clocks.ts'
import { factsOf } from './judged.ts'
import { held } from './lives/held.ts'
import { byTheBook, lives } from './lives/index.ts'
import { orders } from './lives/orders.ts'
import { HOUSEHOLDS } from './lives/story.ts'

const caseOfHousehold = aggregates.find(({ category }) => category === 'monitoringCase')
const END = '2099-12-31'

/** Where the case of a household stands: what it is, and how far its open procedure has come. */
type Place = Readonly<{ monitoring: string; open?: Readonly<{ elimination: boolean; step: string }> }>

function stepOf({ consent, county, townChecked, notice, review, visited, purpose }: Procedure): string {
  if (consent === 'refused') return 'consentRefused'
  if (county?.outcome === 'approved') return 'countyApproved'
  if (townChecked) return 'townChecked'
  if (notice) return 'noticed'
  if (review) return 'reviewed'
  return visited && (consent === 'signed' || purpose === 'elimination') ? 'verified' : 'clue'
}

function placeOf(state: MonitoringCaseState): Place {
  const open = openProcedure(state)
  return { monitoring: state.monitoring, ...(open ? { open: { elimination: open.purpose === 'elimination', step: stepOf(open) } } : {}) }
}

function fold(events: readonly StoredEvent[]): MonitoringCaseState {
  let state = caseOfHousehold?.initial as unknown
  for (const { type, data, id, metadata } of events) {
    state = caseOfHousehold?.evolve(state as never, { type, data } as never, { id, actor: metadata.actor })
  }
  return state as MonitoringCaseState
}

const streamOf = (log: readonly StoredEvent[], household: string) =>
  log.filter(({ stream }) => stream.startsWith('monitoringCase-') && stream.endsWith(household))
const occurredOn = ({ data }: StoredEvent) => (data as { occurredOn: string }).occurredOn
/** Whether everything was told in the order in which it was true; a withdrawn measure is dated by its beginning. */
const inOrder = (events: readonly StoredEvent[]) => {
  const days = events.filter(({ type }) => type !== 'MeasureWithdrawn').map(occurredOn)
  return days.every((day, i) => i === 0 || (days[i - 1] ?? '') <= day)
}

describe('the case of a household', () => {
  it('given histories told in the order of truth, then the fold of the stream and the fold of the facts say the same', async () => {
    let told = 0
    await held(
      fc.asyncProperty(lives, async (commands) => {
        const log = await logOf(commands)
        const { of, parameters } = factsOf(log)
        for (const household of HOUSEHOLDS) {
          const stream = streamOf(log, household)
          if (stream.length === 0 || !inOrder(stream)) continue
          told++
          const state = fold(stream)
          const clocks = { asOf: END, knownAt: `${END}T00:00:00.000Z` }
          const stood = monitoringList.standAt(of.get(household) ?? [], monitoringList.parametersAt(parameters, clocks))
          const facts = (stood.facts as unknown as readonly KnownHouseholdFact[]).filter(({ kind }) => kind.startsWith('case.'))
          expect(saidOfFacts(facts as readonly CaseFact[])).toEqual(saidOfStream(state))
        }
      }),
      150,
    )
    expect(told).toBeGreaterThan(100)
  }, 300_000)

  it('given any state, then an order is refused, changes nothing, or leads where the table says', async () => {
    const accepted: Record<string, number> = {}
    await held(
      fc.asyncProperty(fc.oneof(lives, byTheBook), fc.integer({ min: 30, max: 100 }), orders, async (commands, percent, more) => {
        const before = commands.slice(0, Math.ceil((commands.length * percent) / 100))
        const all = more(before)
        const log = await logOf(all)
        for (const household of HOUSEHOLDS) {
          const stream = streamOf(log, household)
          for (const [i, event] of stream.entries()) {
            const command = commandOf(all, event)
            if (!command || deskOf(command.type).command.kind !== 'order' || commandOf(all, stream[i - 1])?.commandId === command.commandId) continue
            const written = stream.filter(({ metadata }) => metadata.commandId === command.commandId)
            const [from, to] = [placeOf(fold(stream.slice(0, i))), placeOf(fold(stream.slice(0, i + written.length)))]
            accepted[command.type] = (accepted[command.type] ?? 0) + 1
            expect(leads(command.type, from, to), `${command.type}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`).toBe(true)
          }
        }
      }),
      // The rarest order comes in one history of a hundred.
      1_000,
    )
    console.log('orders that were accepted:', accepted)
    const all = caseOfHousehold?.commands.filter(({ kind }) => kind === 'order').map(({ type }) => type) ?? []
    expect(all.filter((type) => (accepted[type] ?? 0) < 1)).toEqual([])
  }, 300_000)
})

function commandOf(commands: readonly Command[], event: StoredEvent | undefined): Command | undefined {
  return event && commands.find(({ commandId }) => commandId === event.metadata.commandId)
}

/** From where each order may lead where. What says nothing of procedures leaves the household where it is. */
function leads(type: string, from: Place, to: Place): boolean {
  const same = JSON.stringify(from) === JSON.stringify(to)
  const stays = from.monitoring === to.monitoring
  const { open } = from
  switch (type) {
    case 'OpenGreenChannel':
      // A clue where none was; who refused consent is back.
      return stays && (same || (!open && to.open?.step === 'clue') || (open?.step === 'consentRefused' && to.open !== undefined))
    case 'PublishCaseNotice':
      return same || (stays && open?.step === 'reviewed' && to.open?.step === 'noticed')
    case 'CheckCase':
      // Forwarded, or returned to be verified again. What the county decided before anybody checked stands.
      return (
        same || (stays && ['noticed', 'townChecked'].includes(open?.step ?? '') && ['townChecked', 'verified', 'clue'].includes(to.open?.step ?? ''))
      )
    case 'RecogniseHousehold':
      return open?.step === 'countyApproved' && !open.elimination && from.monitoring !== 'monitored' && to.monitoring === 'monitored' && !to.open
    case 'DismissClue':
      return stays && open !== undefined && !open.elimination && !to.open
    case 'ProposeElimination':
      return stays && from.monitoring === 'monitored' && !open && to.open?.elimination === true
    case 'WithdrawElimination':
      return stays && open?.elimination === true && !to.open
    case 'EliminateRisk':
      return (
        from.monitoring === 'monitored' && open?.elimination === true && open.step === 'countyApproved' && to.monitoring === 'eliminated' && !to.open
      )
    case 'RollBackElimination':
      return from.monitoring === 'eliminated' && to.monitoring === 'monitored' && !to.open
    default:
      return same
  }
}

const roundOf = (number: number | undefined, of: string | undefined, eliminatedOn: string | undefined) => ({ number, class: of, eliminatedOn })

function saidOfStream(state: MonitoringCaseState) {
  const round = currentRound(state)
  const eliminated = round?.eliminated && !round.eliminated.rolledBack ? round.eliminated.on : undefined
  return {
    place: placeOf(state),
    open: openProcedure(state)?.number,
    round: roundOf(round?.number, round?.recognised.class, eliminated),
    measures: Object.values(state.measures)
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ measure, round: of, endedOn }) => ({ measure, round: of, ended: endedOn !== undefined }))
      .sort(byMeasure),
    helper: state.helper?.id,
  }
}

function saidOfFacts(facts: readonly CaseFact[]) {
  const { monitoring, open, current, measures, helper } = caseOn(facts, END)
  return {
    place: { monitoring, ...(open ? { open: { elimination: open.purpose === 'elimination', step: open.step } } : {}) },
    open: open?.number,
    round: roundOf(current?.number, current?.class, current?.eliminated?.on),
    measures: measures
      .map(({ started, ended }) => ({ measure: started.body.measure, round: started.body.round, ended: ended !== undefined }))
      .sort(byMeasure),
    helper: helper?.body.helper,
  }
}

function byMeasure(a: { measure: string }, b: { measure: string }): number {
  return a.measure < b.measure ? -1 : 1
}
