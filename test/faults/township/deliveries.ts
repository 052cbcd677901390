import { createHmac } from 'node:crypto'
import type { StoredEvent } from '@rural-tracker/event-store'
import type { Faults } from './checks.ts'
import type { Receiver } from './receiver.ts'

/** What the receiver asked to be told of. */
export const TOLD = ['HouseholdRegistered', 'HouseholdVisited', 'RiskReported'] as const

type Delivered = Readonly<{ delivery: string; about: Readonly<{ kind: string; event?: string }> }>

/** Every event that was asked for came at least once, under one id, and its delivery stands once in the log. */
export function deliveryFaults(log: readonly StoredEvent[], receiver: Receiver, told: readonly string[] = TOLD): Faults {
  const faults: string[] = receiver.forged.map((id) => `message ${id} has a wrong signature`)
  const recorded = new Map<string, string[]>()
  for (const { type, data } of log) {
    if (type !== 'DeliverySucceeded' && type !== 'DeliveryFailed') continue
    const { delivery, about } = data as unknown as Delivered
    if (about.kind !== 'event') continue
    if (type === 'DeliveryFailed') faults.push(`delivery ${delivery} was given up`)
    recorded.set(about.event ?? '', [...(recorded.get(about.event ?? '') ?? []), delivery])
  }
  for (const { id, type } of log) {
    if (!told.includes(type)) continue
    const deliveries = recorded.get(id) ?? []
    if (deliveries.length !== 1) faults.push(`the delivery of ${type} ${id} is recorded ${deliveries.length} times`)
    for (const delivery of deliveries) if (!receiver.came.has(delivery)) faults.push(`delivery ${delivery} is recorded and never came`)
  }
  return faults
}

/** What a receiver does to know who sent: the scheme of Standard Webhooks, written down once more. */
export function isSigned(secret: string, headers: Readonly<Record<string, string>>, body: string): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const good = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return (headers['webhook-signature'] ?? '').split(' ').includes(good)
}
