import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const VILLAGE = '431224105201'
const of = { household: 'H00001', registeredIn: VILLAGE }
const starts = (person: string): AnyCommand => ({
  type: 'StartJob',
  data: { ...of, person, place: 'county', monthlyWage: 300_000, occurredOn: '2018-03-01' },
})
const lives: readonly AnyCommand[] = [
  { type: 'RegisterHousehold', data: { ...of, kind: 'ordinary', occurredOn: '2016-01-01' } },
  ...['P00001', 'P00002'].map(
    (person): AnyCommand => ({
      type: 'AddMember',
      data: { ...of, person, relation: 'head', sex: 'female', bornIn: '1970-01', reason: 'registered', occurredOn: '2016-01-01' },
    }),
  ),
  starts('P00001'),
]

let home: string
let tracker: Tracker
let said = 0
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-figures-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => '2020-12-31' })
})
afterEach(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

async function say(...commands: readonly AnyCommand[]): Promise<string> {
  let id = ''
  for (const command of commands) {
    const outcome = await tracker.execute(command, { commandId: `c${said++}`, actor: 'town:office', source: 'api' })
    if (!outcome.ok) throw new Error(outcome.refused)
    id = outcome.events[0]?.id ?? ''
  }
  return id
}

async function value(indicator: string, knownAt?: string): Promise<number | undefined> {
  const { figures } = await tracker.figures(knownAt === undefined ? {} : { knownAt })
  return figures.find((figure) => figure.indicator === indicator)?.value
}

describe('a report that was withdrawn', () => {
  it('given it counted somebody, then it is behind no figure, was behind it while it was believed, and the trace leaves it out', async () => {
    const kept = await say(...lives)
    const reverses = await say(starts('P00002'))
    const { position } = await tracker.catchUp()
    await say({ type: 'WithdrawReport', data: { ...of, reverses, reason: 'mistaken' } })
    expect(await value('employment.started')).toBe(1)
    expect(await value('employment.started', String(position))).toBe(2)
    const lines = await Array.fromAsync(await tracker.trace('employment.started'))
    expect(lines.map(({ eventId, contribution }) => [eventId, contribution])).toEqual([[kept, 1]])
  })

  it('given it took somebody away, then who was said to have died is among the residents again', async () => {
    const reverses = await say(...lives, { type: 'ReportDeath', data: { ...of, person: 'P00001', occurredOn: '2019-05-01' } })
    expect(await value('residents')).toBe(1)
    await say({ type: 'WithdrawReport', data: { ...of, reverses, reason: 'wrongHousehold' } })
    expect(await value('residents')).toBe(2)
  })
})
