import type { StoredEvent } from '@rural-tracker/event-store'
import type { Faults } from './checks.ts'
import type { Receiver } from './receiver.ts'

type Item = Readonly<{ subject: string; cause: string; episode: number; stood: string }>
type Said = Readonly<{ message: string; items: readonly Item[]; reason: string }>
type Alert = Readonly<{ subject: string; cause: string; episode: number }>

const named = ({ subject, cause, episode }: Alert) => `${subject} ${cause}, episode ${episode}`
/** Who was not told before one of these is not told any more. */
const OVER: ReadonlySet<string> = new Set(['AlertResolved', 'AlertWithdrawn', 'AlertDismissed', 'AlertAnswered', 'AlertAcknowledged'])

/**
 * Who hears of everything was told of every alert that waits for an answer: in a message that came at least once and whose delivery stands once in
 * the log. Where an alert stood is told in one message and in no other.
 */
export function messageFaults(log: readonly StoredEvent[], receiver: Receiver): Faults {
  const faults: string[] = receiver.forged.map((id) => `message ${id} has a wrong signature`)
  const made = new Map<string, readonly Item[]>()
  const ends = new Map<string, string[]>()
  const over = new Set<string>()
  const waits: string[] = []
  for (const { type, data } of log) {
    const said = data as unknown as Said
    if (type === 'AlertMessageMade') made.set(said.message, said.items)
    else if (type === 'AlertMessageDelivered') ends.set(said.message, [...(ends.get(said.message) ?? []), 'delivered'])
    else if (type === 'AlertMessageFailed') ends.set(said.message, [...(ends.get(said.message) ?? []), said.reason])
    else if (type === 'AlertRaised' || type === 'AlertReopened') waits.push(named(data as unknown as Alert))
    else if (OVER.has(type)) over.add(named(data as unknown as Alert))
  }
  const told = new Set<string>()
  const stood = new Set<string>()
  for (const [message, items] of made) {
    const [end, ...more] = ends.get(message) ?? []
    if (end === undefined) faults.push(`message ${message} has no outcome`)
    if (more.length > 0) faults.push(`the outcome of message ${message} is recorded ${more.length + 1} times`)
    // Everything that it told was over before it could be sent.
    if (end === 'overtaken') continue
    if (end !== undefined && end !== 'delivered') faults.push(`message ${message} was given up: ${end}`)
    if (end === 'delivered' && !receiver.came.has(message)) faults.push(`message ${message} is recorded and never came`)
    for (const item of items) {
      const one = `${named(item)}, ${item.stood}`
      if (stood.has(one)) faults.push(`the alert of ${one} was told in two messages`)
      stood.add(one)
      told.add(named(item))
    }
  }
  for (const alert of waits) if (!told.has(alert) && !over.has(alert)) faults.push(`nobody was told of the alert of ${alert}`)
  for (const id of receiver.came.keys()) if (!made.has(id)) faults.push(`message ${id} came and was never made`)
  return faults
}
