import { z } from 'zod'
import { type Seen, streamName } from '../aggregate.ts'
import type { Basis } from '../values/basis.ts'
import { EventId } from '../values/ids.ts'

type Household = Readonly<{ registeredIn: string; household: string }>

/** The stream with the monitoring life of a household, if it has one. */
export function caseStream({ registeredIn, household }: Household): string {
  return streamName('monitoringCase', registeredIn, household)
}

/** What a household needs to know of its case, and no more: the state is another aggregate's. */
const Case = z.looseObject({
  monitoring: z.enum(['none', 'monitored', 'eliminated']),
  round: z.int().optional(),
  rounds: z.record(z.string(), z.looseObject({ recognised: z.looseObject({ id: EventId }).optional() })).optional(),
})

/** Whether the household is a monitored one, and what says so. A household nobody ever told a case of is not. */
export function monitoringSeen(seen: Seen, household: Household): { monitored: boolean; basis: Basis[] } {
  const stream = caseStream(household)
  const there = seen(stream)
  if (!there || there.revision < 0) return { monitored: false, basis: [] }
  const { monitoring, round, rounds } = Case.parse(there.state)
  const recognised = rounds?.[String(round)]?.recognised
  return {
    monitored: monitoring === 'monitored',
    basis: [{ stream, revision: there.revision, events: recognised ? [recognised.id] : [] }],
  }
}
