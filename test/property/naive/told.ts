import type { HouseholdEvent, LoanEvent, MonitoringCaseEvent, PartnershipEvent } from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'

/** What is said of one household. */
type Event = HouseholdEvent | MonitoringCaseEvent | LoanEvent | PartnershipEvent
export type TypeOf = Event['type']
export type DataOf<Type extends TypeOf> = Extract<Event, { type: Type }>['data']
/** Something that was said of a household and still stands. `id` is the event that says it as it stands now. */
export type Told<Type extends TypeOf = TypeOf> = {
  [Each in Type]: Readonly<{ type: Each; id: string; on: string; position: bigint; n: number; knownAt: string; data: DataOf<Each> }>
}[Type]

const knownAt = (event: StoredEvent) => event.metadata.knownAt ?? event.recordedAt

export function toldBy(event: StoredEvent, as?: { type: TypeOf; data: object; on?: string; n?: number }): Told {
  const data = as?.data ?? event.data
  const on = as?.on ?? (data as { occurredOn: string }).occurredOn
  const known = knownAt(event)
  return { type: as?.type ?? event.type, id: event.id, on, position: event.position, n: as?.n ?? 0, knownAt: known, data } as unknown as Told
}

/** In the order in which things were true; what was told later of one day stands behind. */
export function inOrder(a: Pick<Told, 'on' | 'position' | 'n'>, b: Pick<Told, 'on' | 'position' | 'n'>): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  if (a.position !== b.position) return a.position < b.position ? -1 : 1
  return a.n - b.n
}

const CARRIED = {
  labour: 'LabourReported',
  health: 'HealthReported',
  disability: 'DisabilityCertified',
  school: 'SchoolStatusReported',
  insurance: 'InsuranceReported',
  job: 'JobStarted',
} as const

/** A correction puts other words in the place of the first report, wherever it stands. */
const CORRECTED: Readonly<Record<string, { type: TypeOf; on: (is: Record<string, unknown>) => string | undefined }>> = {
  IncomeCorrected: { type: 'IncomeReported', on: (is) => (is.window as { to: string }).to },
  IncomeEntryCorrected: { type: 'IncomeRecorded', on: () => undefined },
  MedicalBillCorrected: { type: 'MedicalBillReported', on: () => undefined },
}
/** These say that something was never true. A closing that ends because the household `returned` was true until then. */
const NEVER_TRUE = new Set(['ReportWithdrawn', 'RiskWithdrawn', 'MeasureWithdrawn'])

/** Who told what of a household, corrected and without what was withdrawn, in the order of truth. */
export function toldOf(household: string, events: readonly StoredEvent[]): readonly Told[] {
  const own = events.filter(({ data }) => (data as { household?: string }).household === household)
  const never = new Set(own.filter(({ type }) => NEVER_TRUE.has(type)).map(({ data }) => (data as { reverses: string }).reverses))
  const told: Told[] = []
  for (const event of own) {
    if (never.has(event.id) || CORRECTED[event.type] || NEVER_TRUE.has(event.type)) continue
    const correction = own.filter((one) => CORRECTED[one.type] && (one.data as { corrects: string }).corrects === event.id).at(-1)
    if (!correction) {
      told.push(toldBy(event), ...carriedIn(event))
      continue
    }
    const { is, occurredOn } = correction.data as { is: Record<string, unknown>; occurredOn: string }
    const how = CORRECTED[correction.type]
    if (how) told.push(toldBy(correction, { type: how.type, data: { ...(event.data as object), ...is, occurredOn }, on: how.on(is) ?? occurredOn }))
  }
  for (const event of events) {
    if (event.type === 'HouseholdSplit' && (event.data as { into: string }).into === household) told.push(toldBy(event))
  }
  return told.sort(inOrder)
}

/** What somebody took along from another household was true from its own day on. */
function carriedIn(event: StoredEvent): Told[] {
  if (event.type !== 'MemberJoined') return []
  const { household, person, carries } = event.data as unknown as DataOf<'MemberJoined'>
  return carries.map(({ fact, on, event: _event, revision: _revision, ...words }, i) =>
    toldBy(event, { type: CARRIED[fact], data: { household, person, occurredOn: on, ...words }, on, n: i + 1 }),
  )
}
