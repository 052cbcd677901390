import { alertMessages, alertsSettings } from '@rural-tracker/alerts'
import type { AnyCommand, Tracker, TrackerConfig } from '@rural-tracker/tracker'
import { does, township, VILLAGE } from '../webhooks/township.ts'

export { countOf, does, TOWN, VILLAGE } from '../webhooks/township.ts'

/** How messages go out by the variables given. */
export function sendingBy(env: Readonly<Record<string, string>>): NonNullable<TrackerConfig['alertMessages']> {
  return alertMessages(alertsSettings({ ALERTS_URL: 'https://alerts.example/', ...env })).config
}

/** A township whose messages go out by the variables given; a message is tried again after a moment. */
export async function alertTownship(env: Readonly<Record<string, string>>, more: Partial<TrackerConfig> = {}) {
  const sending = { ...sendingBy(env), retries: Array<number>(200).fill(20) }
  const there = await township({ alertMessages: sending, reactions: { resendMs: 500 }, ...more })
  const { tracker } = there
  const title = {
    type: 'RegisterVillage',
    data: { village: VILLAGE, level: 'village', title: '石桥村', poverty: 'none', occurredOn: '2020-01-01' },
  } as unknown as AnyCommand
  await does(tracker, title)
  return there
}

/** Of a household that nobody registered, so that the clock has nothing to say of it by itself. */
export function raised(subject: string, more: Readonly<Record<string, unknown>> = {}): AnyCommand {
  const evidence = ['00000000-0000-4000-8000-000000000001']
  const sign = { level: 2, sign: 'strong', evidence, firstSignOn: '2026-01-02', stage: 'village', respondBy: '2026-01-20' }
  const data = { division: VILLAGE, subject, cause: 'rule.medical-self-paid', occurredOn: '2026-01-05', place: VILLAGE, ...sign, ...more }
  return { type: 'RaiseAlert', data } as AnyCommand
}

/** A weak sign above the budget, of which nobody is told by itself. */
export function listed(subject: string, occurredOn: string, week: string): AnyCommand {
  const sign = { level: 1, sign: 'weak', evidence: ['00000000-0000-4000-8000-000000000003'], firstSignOn: occurredOn, week }
  return { type: 'ListAlert', data: { division: VILLAGE, subject, cause: 'rule.income-drop', occurredOn, place: VILLAGE, ...sign } } as AnyCommand
}

let puts = 0
/** Somebody who is told, reachable at an address. Everything rings, whatever the hour of the test. */
export async function told(tracker: Tracker, receiver: string, address: { to: string; secret?: string }, more: object = {}) {
  const wishes = {
    channel: 'mail',
    answersAs: `helper:${receiver}`,
    stages: ['village'],
    ownOnly: false,
    fromLevel: 1,
    ringsFrom: 1,
    digestAt: null,
    language: 'zh',
  }
  const is = { division: VILLAGE, receiver, ...wishes, ...more } as never
  const outcome = await tracker.receivers.put(is, { commandId: `put.${process.pid}.${puts++}`, actor: 'user:admin', source: 'test' })
  if (!outcome.ok) throw new Error(outcome.refused)
  const { division } = { division: VILLAGE, ...more }
  return tracker.receivers.reachAt({ division, receiver }, address)
}
