import { join } from 'node:path'
import { sides } from './sides/index.ts'

/** One measurement in a process of its own, so that no side inherits another's heap: `node side.ts NAME ARGUMENTS-AS-JSON`. */
export type Measured = Readonly<{ seconds: number; cpuSeconds: number; count: number; check: unknown; peakMb: number }>

const [name = '', given = '{}'] = process.argv.slice(2)
const side = sides[name]
if (!side) throw new Error(`no side ${name} in ${join(import.meta.dirname, 'sides')}`)
const { work, after } = await side(JSON.parse(given))
const cpu = process.cpuUsage()
const started = performance.now()
const count = await work()
const seconds = (performance.now() - started) / 1_000
const { user, system } = process.cpuUsage(cpu)
const check = await after?.()
const measured: Measured = {
  seconds,
  cpuSeconds: (user + system) / 1_000_000,
  count,
  check: check ?? null,
  peakMb: process.resourceUsage().maxRSS / 1_024,
}
console.log(JSON.stringify(measured))
