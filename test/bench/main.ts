import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../postgres/server.ts'
import { BenchFiles } from './files.ts'
import type { Latency, Loaded } from './load/run.ts'
import { checkLog, decisions, insertBare, readyRows, type Size } from './log.ts'
import { presets, type Run, type Scenario, scenariosOf } from './scenarios.ts'
import type { Measured } from './side.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const [chosen = 'quick', ...words] = process.argv.slice(2)
if (chosen !== 'quick' && chosen !== 'full') {
  console.error('usage: npm run bench -- quick|full [--only WORD]')
  process.exit(2)
}
const only = words[0] === '--only' ? (words[1] ?? '') : ''
const preset = presets[chosen]
const home = mkdtempSync(join(tmpdir(), 'tracker-bench-'))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))

type Line = Readonly<{
  name: string
  ours: string
  against: string
  limit: string
  ratio: number | undefined
  /** `≥ 0.7`, `≤ 20 s`; empty where nothing was promised. */
  goal: string
  kept: boolean
}>
/** How soon something comes of an event, over all of them. */
const SOON_MS = { embedded: 50, distributed: 300 } as const

const lines: Line[] = []
const wrong: string[] = []

checkLog({ events: 20_000, households: 1_000 })
const files = new BenchFiles(home, preset)
for (const scenario of scenariosOf(preset)) if (scenario.name.includes(only)) compare(scenario, await files.of(scenario.on))
const emmett = { folder: 'emmett', limit: 'Emmett 0.38.5 on SQLite', side: 'rebuildProfile', atLeast: 20 }
if ('emmett'.includes(only)) peer({ ...emmett, target: () => join(fresh(), 'emmett.db') })
if ('emmett-postgres'.includes(only)) await peerOnPostgres()
if ('memory'.includes(only) || only === '') await memory(preset.memory)

for (const layout of ['embedded', 'distributed'] as const) if (`load ${layout}`.includes(only)) load(layout)

console.log(`\n${chosen}: ${cpus().length} cores, Node ${process.versions.node}, medians of ${preset.rounds} interleaved rounds\n`)
console.log('| what | ours | beside | ratio | goal |\n|---|---|---|---|---|')
for (const { name, ours, against, limit, ratio, goal, kept } of lines) {
  console.log(`| ${name} | ${ours} | ${against} (${limit}) | ${ratio?.toFixed(2) ?? ''} | ${goal}${kept ? '' : ' (missed)'} |`)
}
writeFileSync(here('results.json'), `${JSON.stringify({ preset: chosen, node: process.versions.node, lines, wrong }, null, 2)}\n`)
for (const what of wrong) console.error(`wrong: ${what}`)
// A ratio that is missed is told in the table; only a wrong result fails the run.
process.exitCode = wrong.length > 0 ? 1 : 0

function compare({ name, ours, against, limit, atLeast, atMost, same }: Scenario, read: string): void {
  const rates: Record<'ours' | 'against', number[]> = { ours: [], against: [] }
  const took: Record<'wall' | 'processor', number[]> = { wall: [], processor: [] }
  let told = ''
  for (let round = 0; round < preset.rounds; round++) {
    const found: Partial<Record<'ours' | 'against', Measured>> = {}
    // Who goes first alternates, so that neither always finds the warmer machine.
    for (const who of round % 2 === 0 ? (['against', 'ours'] as const) : (['ours', 'against'] as const)) {
      const dir = fresh()
      const measured = runSide(who === 'ours' ? ours : against, { dir, log: read })
      // Gone at once, so that a long run does not fill the disk.
      rmSync(dir, { recursive: true })
      found[who] = measured
      rates[who].push(measured.count / measured.seconds)
    }
    check(name, same ?? [], found.ours?.check, found.against?.check)
    took.wall.push(found.ours?.seconds ?? 0)
    took.processor.push(found.ours?.cpuSeconds ?? 0)
    told = (found.ours?.check as Found)?.told ?? ''
    say(`${name}: round ${round + 1}, ${thousands(rates.ours.at(-1))} beside ${thousands(rates.against.at(-1))}`)
    if (told) say(`  ${told}; ${secondsOf(found.ours)} beside ${secondsOf(found.against)}`)
  }
  const [own, other] = [median(rates.ours), median(rates.against)]
  const ratio = own / other
  const [wall, processor] = [median(took.wall), median(took.processor)]
  lines.push({
    name,
    ours: told ? `${thousands(own)}/s: ${wall.toFixed(2)} s, ${processor.toFixed(2)} s of the processor; ${told}` : `${thousands(own)}/s`,
    against: `${thousands(other)}/s`,
    limit,
    ratio,
    goal: atLeast !== undefined ? `≥ ${atLeast}` : atMost !== undefined ? `≤ ${atMost} s of the processor` : '',
    kept: ratio >= (atLeast ?? 0) && processor <= (atMost ?? Number.POSITIVE_INFINITY),
  })
}

/** What a side may find besides the fields that both have to agree on. */
type Found = Readonly<{ differing?: number; told?: string; wrong?: readonly string[] }> | null | undefined

function secondsOf(measured: Measured | undefined): string {
  return `${measured?.seconds.toFixed(2)} s (${measured?.cpuSeconds.toFixed(2)} s of the processor)`
}

function check(name: string, same: readonly string[], ours: unknown, against: unknown): void {
  for (const field of same) {
    const [a, b] = [ours, against].map((found) => (found as Record<string, unknown> | null | undefined)?.[field])
    if (a === undefined || a !== b) wrong.push(`${name}: ${field} is ${String(a)} and should be ${String(b)}`)
  }
  const { differing = 0, wrong: told = [] } = (ours as Found) ?? {}
  for (const what of told) wrong.push(`${name}: ${what}`)
  if (differing > 0) wrong.push(`${name}: ${differing} rows differ from a rebuild`)
}

type Peer = Readonly<{
  /** The folder beside this file with the peer's own lockfile and its `rebuild.js`. */
  folder: string
  limit: string
  side: string
  /** What ours is asked to reach with the peer as it comes. */
  atLeast: number
  /** Where the peer, and ours, put their rows. */
  target: () => string
  address?: string
}>

/** Emmett on the same events, with its own way of rebuilding: a consumer from the beginning, one upsert an event. */
function peer({ folder, limit, side, atLeast, target, address }: Peer): void {
  const install = spawnSync('npx', ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile'], {
    cwd: here(folder),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CI: 'true' },
  })
  if (install.status !== 0) {
    wrong.push(`${limit} could not be installed, so nothing is said about it`)
    return
  }
  const file = join(home, 'events.ndjson')
  writeFileSync(file, [...decisions(preset.peer)].map((decision) => JSON.stringify(decision)).join('\n'))
  const dir = fresh()
  runSide({ side: 'bareInsert', size: preset.peer }, { dir, log: '' })
  const ways = [
    { name: 'as it comes: 100 a batch, a look every 50 ms', batch: 100, pause: 50, atLeast },
    { name: 'at its best: 1,000 a batch, no pause', batch: 1_000, pause: 0 },
  ]
  const ours: number[] = []
  const theirs = ways.map((): number[] => [])
  for (let round = 0; round < preset.rounds; round++) {
    const own = runSide({ side, size: preset.peer }, { dir: fresh(), log: join(dir, 'bare.db'), ...(address ? { address } : {}) })
    ours.push(own.count / own.seconds)
    for (const [i, { name, batch, pause }] of ways.entries()) {
      const measured = run([here(`${folder}/rebuild.js`), file, target(), String(batch), String(pause)])
      check(`rebuild beside ${limit}`, ['households', 'residents'], own.check, measured.check)
      theirs[i]?.push(measured.count / measured.seconds)
      say(`${limit}, ${name}: round ${round + 1}, ${thousands(ours.at(-1))} beside ${thousands(theirs[i]?.at(-1))}`)
    }
  }
  for (const [i, { name, atLeast: goal }] of ways.entries()) {
    const [own, other] = [median(ours), median(theirs[i] ?? [])]
    lines.push({
      name: `rebuild of the village profile${address ? ' on PostgreSQL' : ''}`,
      ours: `${thousands(own)}/s`,
      against: `${thousands(other)}/s`,
      limit: `${limit}, ${name}`,
      ratio: own / other,
      goal: goal === undefined ? '' : `≥ ${goal}`,
      kept: goal === undefined || own / other >= goal,
    })
  }
}

/** Both on one server of its own, which waits for the disk as it does when nobody says otherwise. */
async function peerOnPostgres(): Promise<void> {
  const server = await startPostgres([])
  try {
    const { address } = server
    const emmett = { folder: 'emmett-postgres', limit: 'Emmett 0.42.0 on PostgreSQL', side: 'rebuildProfileOnPostgres', atLeast: 100 }
    peer({ ...emmett, target: () => address, address })
  } finally {
    await server.stop()
  }
}

async function memory(size: Size): Promise<void> {
  const big = join(home, 'big.db')
  say(`writing a log of ${size.events.toLocaleString('en')} events`)
  await insertBare(big, readyRows(size))
  for (const side of ['rebuildProfile', 'rebuildList']) {
    const { peakMb, seconds } = runSide({ side, size }, { dir: fresh(), log: big })
    const kept = peakMb <= preset.memoryMb
    lines.push({
      name: `memory: ${side} of ${size.events.toLocaleString('en')} events, ${size.households.toLocaleString('en')} households`,
      ours: `${Math.round(peakMb)} MB in ${seconds.toFixed(1)} s`,
      against: `${preset.memoryMb} MB`,
      limit: 'peak of the whole process, at most',
      ratio: undefined,
      goal: `≤ ${preset.memoryMb} MB`,
      kept,
    })
    say(`memory of ${side}: ${Math.round(peakMb)} MB`)
  }
}

/** Events sent at their moments whatever becomes of those before them, by a sender outside; a late one counts as late. */
function load(layout: keyof typeof SOON_MS): void {
  // For a trial, some seconds with their burst.
  const seconds = Number(process.env['LOAD_SECONDS'] ?? preset.load.seconds)
  const each = Math.min(preset.load.burst.each, seconds)
  const {
    row,
    webhook,
    raised,
    alert,
    machine,
    sent,
    wrong: found,
  } = run([here('load/main.ts'), layout, JSON.stringify({ ...preset.load, seconds, burst: { ...preset.load.burst, each } })]) as unknown as Loaded
  wrong.push(...found.map((what) => `load ${layout}: ${what}`))
  const goal = SOON_MS[layout]
  const line = (what: string, { count, p50, p99, max }: Latency, atMost?: number) =>
    lines.push({
      name: `load, ${layout}: event → ${what}`,
      ours: `p50 ${p50} ms, p99 ${p99} ms, at most ${max} ms of ${thousands(count)}`,
      against: `${thousands(sent)} events in ${seconds} s`,
      limit: `load average ${machine.map((one) => one.toFixed(1)).join(' → ')} on ${cpus().length} cores`,
      ratio: undefined,
      goal: atMost === undefined ? '' : `p99 ≤ ${atMost} ms`,
      kept: atMost === undefined || p99 <= atMost,
    })
  line('every row', row, goal)
  line('webhook', webhook)
  line('alert in the log', raised, goal)
  line('row of the alert', alert)
  say(`load, ${layout}: row ${row.p99} ms, webhook ${webhook.p99} ms, alert ${raised.p99} ms`)
}

function runSide({ side, size, callers }: Run, where: { dir: string; log: string; address?: string }): Measured {
  return run([here('side.ts'), side, JSON.stringify({ ...where, size, ...(callers === undefined ? {} : { callers }) })])
}

function run(args: readonly string[]): Measured {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (status !== 0) throw new Error(`${args[1] ?? args[0]} failed: ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured
}

/** An empty folder. */
function fresh(): string {
  return mkdtempSync(join(home, 'side-'))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

function thousands(rate = 0): string {
  return Math.round(rate).toLocaleString('en')
}

function say(what: string): void {
  console.error(what)
}
