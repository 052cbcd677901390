/** What was said of a person, with the day on which it was true and where it stands in the log. */
type Said = Readonly<{ type: string; occurredOn: string; position: number; eventId: string; data: unknown }>

/** What a person takes along into another household, and what ends it. Each kind stands until the next of its kind. */
const KINDS: Readonly<Record<string, string>> = {
  InsuranceReported: 'insurance',
  SchoolStatusReported: 'school',
  HealthReported: 'health',
  JobStarted: 'job',
  JobLost: 'job',
  BusinessStarted: 'business',
}

/**
 * Of all that was said of one person, what still stands: the last of insurance, school, health, job and business, in the order in which
 * they were true; a job that was lost does not.
 */
export function standingFacts<S extends Said>(said: readonly S[]): readonly S[] {
  const inOrder = notWithdrawn(said).toSorted((a, b) =>
    a.occurredOn === b.occurredOn ? a.position - b.position : a.occurredOn < b.occurredOn ? -1 : 1,
  )
  const last = new Map<string, S>()
  for (const one of inOrder) {
    const kind = KINDS[one.type]
    if (!kind) continue
    last.delete(kind)
    if (one.type !== 'JobLost') last.set(kind, one)
  }
  return [...last.values()]
}

/** What is left when reports that were withdrawn are taken away. */
export function notWithdrawn<S extends Pick<Said, 'type' | 'eventId' | 'data'>>(said: readonly S[]): readonly S[] {
  const withdrawn = new Set(said.flatMap(({ type, data }) => (type === 'ReportWithdrawn' ? [(data as { reverses: string }).reverses] : [])))
  return withdrawn.size === 0 ? said : said.filter(({ eventId }) => !withdrawn.has(eventId))
}
