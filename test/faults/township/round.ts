import { setTimeout } from 'node:timers/promises'
import type { StoredEvent } from '@rural-tracker/event-store'
import { dateAt } from '@rural-tracker/domain'
import type { ScopedCommand } from '@rural-tracker/tracker'
import { alertFaults, commandFaults, type Faults, logFaults, rebuiltFaults, wholeLog } from './checks.ts'
import { deliveryFaults } from './deliveries.ts'
import { messageFaults } from './messages.ts'
import { Random } from './random.ts'
import type { Township } from './township.ts'
import { workOf } from './work.ts'

/** How a round ended. `killed`: who, and how much had been acknowledged then. */
export type Round = Readonly<{ seed: number; layout: string; acknowledged: number; killed: readonly string[]; faults: Faults; ms: number }>

const COMMANDS = 30
const LONGEST_MS = 120_000
const today = () => dateAt(new Date().toISOString())

/**
 * One round of one seed: services send work while what runs is killed in the hardest way, at moments that the seed says in acknowledged
 * commands. Then everything is left alone until it has come to rest, and held to what must be true.
 */
export async function runRound(township: Township, seed: number): Promise<Round> {
  const began = performance.now()
  const random = new Random(seed)
  const work = workOf(random, seed, COMMANDS)
  const kills = Array.from({ length: random.whole(2, 4) }, () => ({ at: random.whole(1, COMMANDS - 2), part: random.oneOf(township.parts) })).sort(
    (a, b) => a.at - b.at,
  )
  const trouble = random.oneOf([0, 0, 5, 3])
  for (const one of [township.receiver, township.alerted]) one.trouble = trouble
  const acknowledged = new Set<string>()
  const progress = { commands: 0 }
  const killed: string[] = []
  // Who works for a household sends one command after the other, as its answers come.
  const callers = Map.groupBy(work, ({ data }) => (data as { household: string }).household)
  const call = async (own: readonly ScopedCommand[]) => {
    for (const command of own) {
      for (const id of await untilAnswered(township, command)) acknowledged.add(id)
      progress.commands += 1
    }
  }
  const destroy = async () => {
    for (const { at, part } of kills) {
      while (progress.commands < at) await setTimeout(1)
      killed.push(`${part.name} at ${progress.commands}`)
      await part.kill()
    }
  }
  await Promise.all([...[...callers.values()].map(call), destroy()])
  for (const one of [township.receiver, township.alerted]) one.trouble = 0
  const faults = await settled(township, work, acknowledged)
  const { layout } = township
  return { seed, layout, acknowledged: acknowledged.size, killed, faults, ms: Math.round(performance.now() - began) }
}

/** A caller that does not know what became of its command sends it again under the same id. */
async function untilAnswered({ api }: Township, command: ScopedCommand): Promise<readonly string[]> {
  for (const patience = Date.now() + LONGEST_MS; ; ) {
    try {
      const outcome = await api.execute(command, { commandId: command.commandId })
      if (outcome.ok) return outcome.events.map(({ id }) => id)
      if (outcome.refused !== 'command.conflict') throw new Error(`${command.commandId} was refused: ${outcome.refused}`)
    } catch (error) {
      if (Date.now() > patience || (error as Error).message.includes('was refused')) throw error
    }
    await setTimeout(20)
  }
}

/** What is still wrong when nothing is killed any more: asked until nothing is, or for two minutes. */
async function settled(township: Township, work: readonly ScopedCommand[], acknowledged: ReadonlySet<string>): Promise<Faults> {
  const worked = new Set(work.map(({ commandId }) => commandId))
  for (const patience = Date.now() + LONGEST_MS; ; ) {
    const faults = await faultsNow(township, worked, acknowledged).catch((error: Error) => [`cannot be asked: ${error.message}`])
    if (faults.length === 0 || Date.now() > patience) return faults
    await setTimeout(100)
  }
}

async function faultsNow(township: Township, worked: ReadonlySet<string>, acknowledged: ReadonlySet<string>): Promise<Faults> {
  const log: readonly StoredEvent[] = await wholeLog(township.events)
  const soon = [...logFaults(log, acknowledged), ...commandFaults(log, worked), ...deliveryFaults(log, township.receiver)]
  const later = soon.length > 0 ? soon : [...(await alertFaults(log, township.rows)), ...messageFaults(log, township.alerted)]
  return later.length > 0 ? later : rebuiltFaults(township.events, township.rows, today)
}
