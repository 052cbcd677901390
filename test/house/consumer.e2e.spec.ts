import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, here } from '../../scripts/step.ts'
import { copyOfRepository, type Ended, ended, plainEnv } from './copy.ts'

type Manifest = Readonly<{ name: string; exports: Record<string, { types: string; default: string }>; dependencies: Record<string, string> }>

const copy = copyOfRepository()
afterAll(copy.remove)
const packages = readdirSync(join(copy.root, 'packages'))
const consumer = join(copy.root, 'consumer')
const modules = join(consumer, 'node_modules')

/** Where an outside package stands for each of ours. */
const linked: Readonly<Record<string, string>> = {
  '@types': 'node_modules/@types',
  zod: 'node_modules/zod',
  luxon: 'node_modules/luxon',
  vitest: 'node_modules/vitest',
  'fast-check': 'node_modules/fast-check',
  kysely: 'packages/projections/node_modules/kysely',
  commander: 'packages/cli/node_modules/commander',
}

function done(command: string, args: readonly string[], cwd: string): Ended {
  return ended(spawnSync(command, args, { cwd, encoding: 'utf8', env: plainEnv() }))
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(modules, '@rural-tracker', name, 'package.json'), 'utf8')) as Manifest
}

/** The fenced TypeScript of a page of this repository, as it stands there. */
function libraryExamples(page: string): string[] {
  return [...readFileSync(here(page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '')
}

beforeAll(() => {
  const built = copy.script('build', '--checked')
  if (built.status !== 0) throw new Error(built.output)
  const { packageManager } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { packageManager: string }
  const packed = done('npx', ['--yes', packageManager, '-r', '--filter', './packages/*', 'pack', '--pack-destination', consumer], copy.root)
  if (packed.status !== 0) throw new Error(packed.output)
  for (const name of packages) {
    const home = join(modules, '@rural-tracker', name)
    mkdirSync(home, { recursive: true })
    const [tarball] = globSync(join(consumer, `rural-tracker-${name}-[0-9]*.tgz`))
    const unpacked = done('tar', ['xzf', tarball ?? name, '-C', home, '--strip-components=1'], consumer)
    if (unpacked.status !== 0) throw new Error(unpacked.output)
  }
  for (const [name, place] of Object.entries(linked)) symlinkSync(here(place), join(modules, name))
}, 600_000)

describe('a program that installs the packages', { timeout: 120_000 }, () => {
  it.each(packages)('given %s as published, then it brings every entry it promises, its licence, and no spec', (name) => {
    const home = join(modules, '@rural-tracker', name)
    const { exports, dependencies } = manifestOf(name)
    for (const entry of Object.values(exports)) {
      expect(entry.default).toMatch(/^\.\/dist\/.*\.js$/)
      expect([entry.default, existsSync(join(home, entry.default))]).toEqual([entry.default, true])
      expect([entry.types, existsSync(join(home, entry.types))]).toEqual([entry.types, true])
    }
    expect(Object.values(dependencies).filter((version) => !/^\d/.test(version))).toEqual([])
    expect(existsSync(join(home, 'LICENSE'))).toBe(true)
    expect(globSync('dist/**/*.spec.*', { cwd: home })).toEqual([])
  })

  it('given a plain module, then it imports every entry and uses them', () => {
    const entries = packages.flatMap((name) =>
      Object.keys(manifestOf(name).exports)
        .filter((entry) => entry !== './testing' && entry !== './postgres')
        .map((entry) => `@rural-tracker/${name}${entry.slice(1)}`),
    )
    writeFileSync(
      join(consumer, 'consumer.mjs'),
      `import { defineEvent } from '@rural-tracker/domain'
import { openMemoryStore } from '@rural-tracker/event-store'
import { z } from 'zod'

const Visited = defineEvent('Visited', z.strictObject({ household: z.string() }))
const store = openMemoryStore()
const metadata = { commandId: 'c', commandHash: 'h', actor: 'a', source: 'test', division: '431224105201', v: 1 }
const { ok } = await store.append('visit-431224105201-V1', 'no_stream', [{ id: crypto.randomUUID(), ...Visited({ household: 'H1' }), metadata }])
const events = []
for await (const event of store.readStream('visit-431224105201-V1')) events.push([event.type, event.data.household])
for (const entry of ${JSON.stringify(entries)}) await import(entry)
console.log(JSON.stringify({ ok, events, entries: ${entries.length} }))
`,
    )
    const { status, output } = done(process.execPath, ['consumer.mjs'], consumer)
    expect(output).toBe(`${JSON.stringify({ ok: true, events: [['Visited', 'H1']], entries: entries.length })}\n`)
    expect(entries.length).toBeGreaterThanOrEqual(packages.length)
    expect(status).toBe(0)
  })

  it('given no client for servers, then an embedded tracker works, and an esdb or redis address says what to install', () => {
    // Elsewhere, because here the repository's own client would be found.
    const apart = mkdtempSync(join(tmpdir(), 'no-client-'))
    cpSync(modules, join(apart, 'node_modules'), { recursive: true, verbatimSymlinks: true })
    writeFileSync(
      join(apart, 'embedded.mjs'),
      `import { embeddedConfig, openTracker } from '@rural-tracker/tracker'

const tracker = await openTracker(embeddedConfig('./data'))
const { total } = await tracker.list()
await tracker.close()
const eventsUrl = 'esdb://localhost:2113?tls=false'
const { code, text } = await openTracker({ ...embeddedConfig('./data'), eventsUrl }).catch((error) => error)
const queued = await openTracker({ ...embeddedConfig('./data'), queueUrl: 'redis://127.0.0.1:1' })
const queue = await queued.workOnce().then(() => 'worked', ({ code }) => code)
await queued.close()
console.log(JSON.stringify({ total, code, en: text.en, queue }))
`,
    )
    const { status, output } = done(process.execPath, ['embedded.mjs'], apart)
    rmSync(apart, { recursive: true })
    const en = 'EventStoreDB needs its client; run npm install @eventstore/db-client@6.2.1.'
    expect(output).toBe(`${JSON.stringify({ total: 0, code: 'store.no-client', en, queue: 'config.not-installed' })}\n`)
    expect(status).toBe(0)
  })

  it('given no PostgreSQL client, then the embedded tracker works and an address of PostgreSQL says what is missing; given one, it is used', () => {
    rmSync(join(copy.root, 'node_modules/pg'))
    writeFileSync(
      join(consumer, 'without.mjs'),
      `import { openTracker } from '@rural-tracker/tracker'

const at = (readModelsUrl) => ({ eventsUrl: 'sqlite:./without/events.db', readModelsUrl, personsUrl: 'sqlite:./without/persons.db' })
const tracker = await openTracker(at('sqlite:./without/read-models.db'))
const { total } = await tracker.list()
await tracker.close()
const code = await openTracker(at('postgres://nobody@127.0.0.1:1/nothing')).then(() => 'opened', ({ code }) => code)
console.log(JSON.stringify({ total, code }))
`,
    )
    const said = (code: string) => ({ output: `${JSON.stringify({ total: 0, code })}\n`, status: 0 })
    expect(done(process.execPath, ['without.mjs'], consumer)).toEqual(said('config.not-installed'))
    for (const name of ['pg', 'pg-copy-streams']) symlinkSync(here(`packages/projections/node_modules/${name}`), join(modules, name))
    expect(done(process.execPath, ['without.mjs'], consumer)).toEqual(said('rows.unavailable'))
  })

  it('given TypeScript, then the declarations are found, strict and not any', () => {
    writeFileSync(
      join(consumer, 'tsconfig.json'),
      '{"compilerOptions":{"module":"nodenext","target":"es2024","strict":true,"noEmit":true,"types":["node"]},"files":["typed.mts"]}',
    )
    writeFileSync(
      join(consumer, 'typed.mts'),
      `import { defineEvent } from '@rural-tracker/domain'
import { type EventStore, openMemoryStore } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { z } from 'zod'

const Visited = defineEvent('Visited', z.strictObject({ household: z.string() }))
export const type: 'Visited' = Visited({ household: 'H1' }).type
export const store: EventStore = openMemoryStore()
export const wrongData = Visited({ household: 1 })
export const wrongStore: number = openSqliteStore
`,
    )
    const { status, output } = done(bin('tsc'), ['-p', '.', '--pretty', 'false'], consumer)
    expect(output.match(/^.*error TS\d+/gm)).toEqual(['typed.mts(9,36): error TS2322', 'typed.mts(10,14): error TS2322'])
    expect(status).not.toBe(0)
  })

  it('given the library example of both READMEs, then it is the same, compiles strictly, and prints what it says, however often it runs', () => {
    const [example, ...others] = libraryExamples('README.md')
    expect(libraryExamples('README.zh-CN.md')).toEqual([example])
    expect(others).toEqual([])
    const said = [...(example ?? '').matchAll(/console\.log\(.*\) \/\/ (.+)$/gm)].map(([, comment]) => `${comment}\n`)
    expect(said.length).toBeGreaterThan(1)
    writeFileSync(join(consumer, 'example.mts'), example ?? '')
    writeFileSync(
      join(consumer, 'tsconfig.json'),
      '{"compilerOptions":{"module":"nodenext","target":"es2024","strict":true,"noEmit":true,"types":["node"]},"files":["example.mts"]}',
    )
    expect(done(bin('tsc'), ['-p', '.', '--pretty', 'false'], consumer)).toEqual({ output: '', status: 0 })
    for (const _run of ['first', 'again']) {
      expect(done(process.execPath, ['example.mts'], consumer)).toEqual({ output: said.join(''), status: 0 })
    }
    const log = new DatabaseSync(join(consumer, 'data/events.db'), { readOnly: true })
    expect(log.prepare('select type from events order by position').all()).toEqual([{ type: 'HouseholdRegistered' }, { type: 'RiskReported' }])
    log.close()
  })
})
