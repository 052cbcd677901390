import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runRounds } from './rounds.ts'

// Rounds of kill -9 from a seed on, a line each in a file; what stands there already is not run again:
// npm run test:faults -- --from 1 --rounds 1000 [--file faults.ndjson]
const { values } = parseArgs({
  options: { from: { type: 'string', default: '1' }, rounds: { type: 'string', default: '20' }, file: { type: 'string', default: 'faults.ndjson' } },
})
const [from, rounds] = [Number(values.from), Number(values.rounds)]
const lines = existsSync(values.file) ? readFileSync(values.file, 'utf8').split('\n').filter(Boolean) : []
const clean = new Set(
  lines
    .map((line) => JSON.parse(line) as { seed: number; faults: unknown[] })
    .filter((one) => one.faults.length === 0)
    .map(({ seed }) => seed),
)
const seeds = Array.from({ length: rounds }, (_, n) => from + n).filter((seed) => !clean.has(seed))
let dirty = 0
let run = 0
// Told to end, it ends with the round that is under way, so that the servers it has started end with it; told again, at once.
let ends = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (ends = true))
const began = performance.now()
for await (const round of runRounds(seeds)) {
  appendFileSync(values.file, `${JSON.stringify(round)}\n`)
  run += 1
  if (round.faults.length > 0) dirty += 1
  console.log(
    `${round.seed} ${round.layout} ${(round.ms / 1000).toFixed(1)} s, killed: ${round.killed.join(', ')}${round.faults.map((fault) => `\n  ${fault}`).join('')}`,
  )
  if (ends) break
}
console.log(`${run} seeds in ${((performance.now() - began) / 60_000).toFixed(1)} min, ${dirty} with faults; ${clean.size} were clean before`)
process.exitCode = dirty > 0 ? 1 : 0
