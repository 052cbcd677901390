import type { MonitoringCaseEvent } from '../monitoring-case/events.ts'

/** What people decide about a household beside the procedure: these facts have kinds of their own. */
type Act = 'HouseholdIncluded' | 'InclusionEnded' | 'WatchPaused' | 'PauseEnded' | 'RuleWaived' | 'WaiverEnded'

type Said = Exclude<MonitoringCaseEvent, { type: Act }>
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value

/** What the case's stream said of the household: one kind for each of its events, `case.` and the event's name, with the event's words. */
export type CaseFactBodies = { readonly [Event in Said as `case.${Event['type']}`]: Frozen<Omit<Event['data'], 'household' | 'occurredOn'>> }
