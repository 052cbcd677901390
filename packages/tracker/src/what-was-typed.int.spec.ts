import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupTracker, restoreTracker } from './backup.ts'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const ZHANG = ['张测试样', '11010519491231002X', '13900000001', '6228480000000000019']

let home: string
let tracker: Tracker
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-typed-'))
  tracker = await openTracker({ ...embeddedConfig(join(home, 'data')), today: () => '2020-12-31' })
})
afterEach(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

async function registered(): Promise<void> {
  const data = { registeredIn: '431224105201', household: 'H00001', kind: 'ordinary', occurredOn: '2020-01-01' } as const
  await tracker.execute({ type: 'RegisterHousehold', data }, { commandId: 'c-1', actor: 'town:office', source: 'api' })
}

/** Everything of a refusal that could land in a log. */
async function refusalOf(work: () => Promise<unknown>): Promise<{ code: string; said: string }> {
  const error = await work().then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown as Error,
  )
  const { code = '', text } = error as Partial<{ code: string; text: object }>
  return { code, said: `${error.name} ${error.message} ${JSON.stringify(text)} ${String((error.cause as Error | undefined)?.message)}` }
}

describe('a name or a number typed where an id belongs is not repeated by', () => {
  it.each<[string, string, (typed: string) => Promise<unknown>]>([
    ['explain', 'household.unknown', (typed) => tracker.explain(typed)],
    ['the rule of explain', 'rule.unknown', async (typed) => (await registered(), tracker.explain('H00001', { rule: typed }))],
    ['timeline', 'household.unknown', (typed) => tracker.timeline(typed)],
    ['trace', 'figure.unknown', (typed) => tracker.trace(typed)],
    ['rebuild', 'projection.unknown', (typed) => tracker.rebuild(typed)],
    ['rollback', 'projection.unknown', (typed) => tracker.rollback(typed)],
    ['resume', 'projection.unknown', (typed) => tracker.resume(typed)],
    ['an erasure', 'persons.malformed-id', async (typed) => tracker.persons.erase(typed, { on: '2026-03-01' })],
    ['the register', 'persons.malformed-id', async (typed) => tracker.persons.put(`P${typed}`, { name: '李虚构例' })],
    ['an address', 'config.unknown-address', (typed) => openTracker({ ...embeddedConfig(home), eventsUrl: `${typed}:events.db` })],
    ['a folder that cannot be made', 'config.no-folder', (typed) => openTracker(embeddedConfig(join(aFile(), typed)))],
    ['a backup of nothing', 'backup.nothing', (typed) => backupTracker(join(home, typed), join(home, 'backup'))],
    ['a restore of nothing', 'restore.nothing', (typed) => restoreTracker(join(home, typed), join(home, 'data'))],
    ['a backup to what is not empty', 'backup.not-empty', (typed) => backupTracker(join(home, 'data'), notEmpty(typed))],
    ['a log that is none', 'store.not-a-log', (typed) => openTracker({ ...embeddedConfig(home), eventsUrl: `sqlite:${noLog(typed)}` })],
  ])('%s', async (_, code, work) => {
    for (const typed of ZHANG) {
      const refusal = await refusalOf(() => work(typed))
      expect(refusal.code).toBe(code)
      for (const one of ZHANG) expect(refusal.said).not.toContain(one)
    }
  })

  it('the answer, when it stands where a position belongs: the log has fewer', async () => {
    await registered()
    const head = String(await tracker.events.head())
    expect(await tracker.list({ knownAt: '13900000001' })).toMatchObject({ knownAt: head })
    expect(await tracker.explain('H00001', { knownAt: '110105194912310021' })).toMatchObject({ knownAt: head })
    expect(await tracker.list({ knownAt: '0' })).toMatchObject({ knownAt: '0', total: 0 })
    expect(await tracker.list({ knownAt: '2020-12-31 08:00Z (张测试样)' })).toMatchObject({ knownAt: '2020-12-31T08:00:00.000Z' })
    expect((await refusalOf(() => tracker.list({ knownAt: '张测试样' }))).code).toBe('known-at.malformed')
  })

  it('what is harmless is said back, so that a slip of the pen is seen', async () => {
    const { said } = await refusalOf(() => tracker.explain('H00O01'))
    expect(said).toContain('H00O01')
  })
})

function notEmpty(name: string): string {
  mkdirSync(join(home, name, 'something'), { recursive: true })
  return join(home, name)
}

function aFile(): string {
  const path = join(home, 'a-file')
  writeFileSync(path, '')
  return path
}

function noLog(name: string): string {
  const path = join(home, `${name}.db`)
  writeFileSync(path, 'no log at all, and long enough to be seen as none '.repeat(40))
  return path
}
