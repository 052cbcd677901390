import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { sanjiang } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { persons } from '../data/sanjiang/src/persons.ts'
import { json, type Ran, start, tracker } from './cli.ts'
import { demonstration } from './demonstration.ts'

const home = mkdtempSync(join(tmpdir(), 'tracker-demo-killed-'))
const data = join(home, 'data')
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** How far the demo in a folder is, as another process sees it; `said` is what it has written to stderr. */
const MOMENTS: readonly [string, (folder: string, said: string) => boolean][] = [
  ['the log has begun', (folder) => first(folder, 'events.db', 'select max(position) from events') > 0],
  ['half the log stands', (folder) => first(folder, 'events.db', 'select max(position) from events') > 200_000],
  ['the log is whole and the register begins', (_, said) => said.includes('已写入')],
  ['read models are half built', (folder) => first(folder, 'read-models.db', buildingRows(folder)) > 0],
]

/** The first number that a question about a file gives; 0 while the file or its table is not there yet. */
function first(folder: string, file: string, question: string): number {
  if (!existsSync(join(folder, file))) return 0
  const db = new DatabaseSync(join(folder, file), { readOnly: true, timeout: 1_000 })
  try {
    return Number(Object.values(db.prepare(question).get() ?? {})[0] ?? 0)
  } catch {
    return 0
  } finally {
    db.close()
  }
}

function buildingRows(folder: string): string {
  return `select max(rowid) from contributions__${first(folder, 'read-models.db', "select slot from slot where model = 'contributions' and state = 'building'")}`
}

type Listed = Readonly<{ rows: object[]; position: string }>
type Summary = Readonly<{ figures: object[]; conflicts: string[]; findings: number; townships: (Listed & { way?: Listed; watch?: Listed })[] }>

/** What a list says, wherever its log stands. */
async function listed(folder: string, division: string, ...args: readonly string[]): Promise<Omit<Listed, 'position'>> {
  const { position: _, ...said } = await json<Listed>(folder, 'list', '--division', division, '--limit', '10', ...args)
  return said
}

describe('the demo killed at any moment', () => {
  const killed = join(home, 'killed')
  let printed: string
  let last: Ran
  beforeAll(async () => {
    ;({ out: printed } = await demonstration(data))
    for (const [moment, isNow] of MOMENTS) {
      const child = start(killed, ['demo'])
      const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)))
      let said = ''
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      while (child.exitCode === null && !isNow(killed, said)) await setTimeout(5)
      child.kill('SIGKILL')
      const by = await ended
      if (by !== 'SIGKILL') throw new Error(`${moment}: the demo had ended with ${child.exitCode ?? by}`)
    }
    last = await tracker(killed, 'demo', '--json')
  }, 1_200_000)

  it('when it is started again, then it ends in the same state', async () => {
    expect(last.code).toBe(0)
    expect(first(killed, 'persons.db', 'select count(*) from person')).toBe([...persons(), ...shifan.persons()].length)
    const ids = async (dir: string) => {
      const store = openSqliteStore(join(dir, 'events.db'))
      const all: string[] = []
      for await (const page of store.readAll({ pageSize: 10_000 })) for (const event of page.events) all.push(event.id)
      await store.close()
      return all
    }
    const [a, b] = [await ids(killed), await ids(data)]
    expect(a.length).toBe(b.length)
    expect(a.every((id, i) => id === b[i])).toBe(true)
  }, 120_000)

  it('when the log stood already, then nothing is written, and what it says is what the demo that nobody killed is asked', async () => {
    expect(last.err).toContain('已写入 0 条事件')
    const { figures, conflicts, findings, townships } = JSON.parse(last.out) as Summary
    const asked = await json<{ figures: { published: object[]; relation: string; claims: string[] }[] }>(data, 'figures')
    const published = asked.figures.filter((figure) => figure.published.length > 0)
    expect(figures).toEqual(published)
    expect(conflicts).toEqual(published.flatMap(({ relation, claims }) => (relation === 'conflict' ? claims : [])))
    expect(printed).toContain(`支付疑点 · payment findings: ${findings}\n`)
    const [plain, shown] = townships
    expect(plain).toMatchObject({ ...(await listed(data, sanjiang.division, '--as-of', sanjiang.asOf)), title: sanjiang.title })
    expect(plain).not.toHaveProperty('way')
    expect(plain).not.toHaveProperty('compared')
    const { since } = shifan.shown
    expect(shown).toMatchObject({ ...(await listed(data, shifan.division, '--as-of', shifan.asOf, '--compare', since)), title: shifan.title })
  }, 120_000)

  it('given its JSON, then it says of the household and of the villages of 示范镇 what the commands for them say', async () => {
    const [, shown] = (JSON.parse(last.out) as Summary).townships
    const { household, watch } = shifan.shown
    expect(shown?.way?.rows).toEqual((await json<Listed>(killed, 'timeline', household, '--steps')).rows)
    expect(shown?.watch?.rows).toEqual((await json<Listed>(killed, 'watch', '--division', shifan.division, '--as-of', watch)).rows)
  }, 120_000)
})
