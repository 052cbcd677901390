import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyCommand, embeddedConfig, openTracker, type Problem, type Tracker, type TrackerConfig } from '@rural-tracker/tracker'

export const TOWN = '431224105000'
export const VILLAGE = '431224105201'

/** A township in a folder of its own that is gone when it is closed. */
export async function township(more: Partial<TrackerConfig> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'tracker-webhooks-'))
  const problems: Problem[] = []
  const config: TrackerConfig = {
    ...embeddedConfig(dir),
    ...more,
    reactions: { webhookRetries: [1, 1], onProblem: (problem) => problems.push(problem), ...more.reactions },
  }
  const open: Tracker[] = []
  const opened = async (other: Partial<TrackerConfig> = {}) => {
    const tracker = await openTracker({ ...config, ...other })
    open.push(tracker)
    return tracker
  }
  const close = async () => {
    // Some are closed already.
    await Promise.all(open.map((tracker) => tracker.close().catch(() => {})))
    rmSync(dir, { recursive: true, force: true })
  }
  return { dir, config, problems, opened, close, tracker: await opened() }
}

let commands = 0
/** Carries a command out, or throws what it was refused for. */
export async function does(tracker: Tracker, command: AnyCommand, actor = 'user:clerk') {
  const outcome = await tracker.execute(command, { commandId: `c${process.pid}.${commands++}`, actor, source: 'test' })
  if (!outcome.ok) throw new Error(`${command.type}: ${outcome.refused}`)
  return outcome
}

export function registered(household: string, village = VILLAGE): AnyCommand {
  return { type: 'RegisterHousehold', data: { registeredIn: village, household, kind: 'ordinary', occurredOn: '2026-01-02' } }
}
export function visited(household: string, occurredOn: string, village = VILLAGE): AnyCommand {
  return { type: 'VisitHousehold', data: { registeredIn: village, household, visitor: 'helper', occurredOn } }
}

export const envelope = (commandId: string) => ({ commandId, actor: 'user:admin', source: 'test' })

export async function subscribed(tracker: Tracker, url: string, more: object = {}) {
  const asked = { division: TOWN, webhook: 'county', url, events: ['HouseholdVisited'], readModels: [], ratePerMinute: 6_000, ...more }
  const outcome = await tracker.webhooks.add(asked, envelope(`add.${asked.webhook}`))
  if (!outcome.ok) throw new Error(outcome.refused)
  return { division: asked.division, webhook: asked.webhook }
}

/** Events of a type in the log. */
export async function countOf(tracker: Tracker, ...types: string[]): Promise<number> {
  let count = 0
  for await (const page of tracker.events.readAll({ filter: { types } })) count += page.events.length
  return count
}
