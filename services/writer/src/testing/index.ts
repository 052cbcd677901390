import type { AnyCommand, Role } from '@rural-tracker/domain'
import { embeddedConfig, newToken, openTracker, type Tracker, type TrackerConfig } from '@rural-tracker/tracker'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWriter, type Writer, type WriterParts } from '../app.ts'
import { type WriterSettings, writerSettings } from '../settings.ts'

export const TOWNSHIP = '431224105000'
export const OTHER_TOWNSHIP = '431224106000'
export const VILLAGE = '431224105201'
export const OTHER_VILLAGE = '431224106201'
export const TODAY = '2024-05-01'

/** A service over a small log: a village with H00001 in one township, a village with H00002 in another. */
export type Township = Readonly<{
  tracker: Tracker
  writer: Writer
  /** What the service has logged so far. */
  logged: () => string
  /** How many events there are. */
  events: () => Promise<number>
  say: (command: AnyCommand, actor?: string) => Promise<void>
  /** A service key, made as an administrator would. */
  token: (role: Role, division?: string) => Promise<string>
  close: () => Promise<void>
}>

export type TownshipHow = Readonly<{
  settings?: Partial<WriterSettings>
  config?: Partial<TrackerConfig>
  parts?: Partial<WriterParts>
  /** Without them the log holds keys only. */
  households?: boolean
  /** Scans run in threads of their own, as they do in a service. */
  threads?: boolean
}>

const at = { occurredOn: '2023-01-01' }

export async function openTownship({ settings, config: more, parts, households = true, threads = false }: TownshipHow = {}): Promise<Township> {
  const home = mkdtempSync(join(tmpdir(), 'tracker-http-'))
  const place = embeddedConfig(join(home, 'data'))
  const config = { ...place, today: () => TODAY, ...more }
  const tracker = await openTracker(config)
  let given = 0
  const say = async (command: AnyCommand, actor = 'test:all') => {
    const outcome = await tracker.execute(command, { commandId: `given-${given++}`, actor, source: 'test' })
    if (!outcome.ok) throw new Error(`${command.type} was refused: ${outcome.refused}`)
  }
  const lines: string[] = []
  const writer = await buildWriter({
    tracker,
    settings: { ...writerSettings({ RATE_LIMIT: '1000000', WAIT_MS: '50' }), ...settings },
    log: { write: (line) => void lines.push(line) },
    ...(threads ? { place } : {}),
    ...parts,
  })
  if (households) {
    for (const village of [VILLAGE, OTHER_VILLAGE])
      await say({ type: 'RegisterVillage', data: { ...at, village, level: 'village', poverty: 'none' } })
    await say({ type: 'RegisterHousehold', data: { ...at, household: 'H00001', registeredIn: VILLAGE, kind: 'ordinary' } })
    await say({ type: 'RegisterHousehold', data: { ...at, household: 'H00002', registeredIn: OTHER_VILLAGE, kind: 'ordinary' } })
  }
  return {
    tracker,
    writer,
    say,
    logged: () => lines.join(''),
    events: async () => {
      let events = 0
      for await (const page of tracker.events.readAll()) events += page.events.length
      return events
    },
    token: async (role, division = TOWNSHIP) => {
      const { token, key, hash } = newToken(division)
      await say({ type: 'IssueServiceKey', data: { division, key, hash, role, occurredOn: TODAY } })
      return token
    },
    close: async () => {
      await writer.app.close()
      await tracker.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export function visit(household = 'H00001', occurredOn = '2024-04-01'): AnyCommand {
  const registeredIn = household === 'H00002' ? OTHER_VILLAGE : VILLAGE
  return { type: 'VisitHousehold', data: { household, registeredIn, visitor: 'helper', occurredOn } }
}

/** The address of the service on a real socket. */
export function listen({ app }: Writer): Promise<string> {
  return app.listen({ host: '127.0.0.1', port: 0 })
}

type Answer = Awaited<ReturnType<Writer['app']['inject']>>
export type Asked = Readonly<{ token?: string; key?: string; headers?: Readonly<Record<string, string>> }>

/** Sends one command, as JSON, without a socket. */
export function send({ app }: Writer, command: AnyCommand, { token, key, headers }: Asked = {}): Promise<Answer> {
  return app.inject({
    method: 'POST',
    url: `/v1/commands/${command.type}`,
    payload: JSON.stringify(command.data),
    headers: { 'content-type': 'application/json', ...bearer(token), ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
  })
}

export function get({ app }: Writer, url: string, { token, headers }: Asked = {}): Promise<Answer> {
  return app.inject({ method: 'GET', url, headers: { ...bearer(token), ...headers } })
}

export const bearer = (token: string | undefined) => (token === undefined ? {} : { authorization: `Bearer ${token}` })
