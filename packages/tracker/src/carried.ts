import { CarriedFact } from '@rural-tracker/domain'
import { notWithdrawn } from '@rural-tracker/read-models'

/** A row of the timeline about one person. */
type Said = Readonly<{ type: string; occurredOn: string; position: number; eventId: string; revision: number; data: unknown }>

/** What is taken along with its words. A job stands until it is lost; insurance is said of a year, everything else until it is said again. */
const KINDS: Readonly<Record<string, CarriedFact['fact']>> = {
  LabourReported: 'labour',
  HealthReported: 'health',
  DisabilityCertified: 'disability',
  SchoolStatusReported: 'school',
  InsuranceReported: 'insurance',
  JobStarted: 'job',
  JobLost: 'job',
}

/**
 * Of all that was said of one person, whatever household it was said in, what the next household has to know on `asOf`, in the order in which
 * it was true: the array `carries` of `AddMember`. Insurance of years that are over and certificates that have run out stay behind.
 */
export function carriedFacts(said: readonly Said[], asOf: string): readonly CarriedFact[] {
  const standing = new Map<string, Said>()
  for (const one of notWithdrawn(said).toSorted((a, b) =>
    a.occurredOn === b.occurredOn ? a.position - b.position : a.occurredOn < b.occurredOn ? -1 : 1,
  )) {
    const kind = KINDS[one.type]
    if (kind === undefined) continue
    const key = kind === 'insurance' ? `${kind} ${(one.data as { year: number }).year}` : kind
    standing.delete(key)
    if (one.type !== 'JobLost') standing.set(key, one)
  }
  return [...standing.values()].map(carried).filter((fact) => holdsOn(fact, asOf))
}

function carried({ type, eventId, revision, occurredOn, data }: Said): CarriedFact {
  const { household: _, occurredOn: __, person: ___, ...words } = data as Record<string, unknown>
  return CarriedFact.parse({ fact: KINDS[type], event: eventId, revision, on: occurredOn, ...words })
}

function holdsOn(fact: CarriedFact, asOf: string): boolean {
  if (fact.fact === 'insurance') return fact.year >= Number(asOf.slice(0, 4))
  return fact.fact !== 'disability' || fact.until === undefined || fact.until >= asOf
}
