import type { FactBodies, FactKind } from '@rural-tracker/domain'

/** A fact of a household, as the rules read it. */
export type SaidFact<K extends FactKind = FactKind> = {
  [Kind in K]: Readonly<{ subject: string; kind: Kind; on: string; body: FactBodies[Kind]; replaces?: string }>
}[K]
/** What the event `withdraws` said was never true. It takes facts away and never stands itself. */
export type Withdrawal = Readonly<{ subject: string; kind: 'withdrawn'; on: string; body: Readonly<Record<string, never>>; withdraws: string }>
export type MonitoringFact = SaidFact | Withdrawal

type AboutHousehold = Readonly<{ household: string; occurredOn: string }>
/** Fields that an event may leave out come as undefined, and are left out of the fact as well. */
type AsRead<Body> = { readonly [Field in keyof Body]: Body[Field] | undefined }

/** One fact of the household that the event is about, true from the day of the event. */
export function said<K extends FactKind>({ household, occurredOn }: AboutHousehold, kind: K, body: AsRead<FactBodies[K]>): SaidFact<K> {
  return { subject: household, kind, on: occurredOn, body } as unknown as SaidFact<K>
}

/** The same in place of what an earlier event said. */
export function corrected<K extends FactKind>(
  event: AboutHousehold & Readonly<{ corrects: string }>,
  kind: K,
  body: AsRead<FactBodies[K]>,
): SaidFact<K> {
  return { ...said(event, kind, body), replaces: event.corrects } as SaidFact<K>
}

export function withdrawn({ household, occurredOn }: AboutHousehold, event: string): Withdrawal {
  return { subject: household, kind: 'withdrawn', on: occurredOn, body: {}, withdraws: event }
}
