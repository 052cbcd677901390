import { readFileSync, rmSync } from 'node:fs'
import { bin, here, run } from './step.ts'

type Counts = { passed: number; failed: number; skipped: number }

const node = process.execPath
const results: string[] = []
let typesChecked = false

const steps: Readonly<Record<string, () => boolean>> = {
  format: () => run(bin('biome'), ['format', '.']),
  lint: () =>
    run(bin('oxlint'), [
      '--type-aware',
      '--deny-warnings',
      'packages',
      'services',
      'test',
      'scripts',
      'docker',
      'tracker.ts',
      'vitest.config.ts',
      'vitest.setup.ts',
    ]),
  types: () => (typesChecked = run(bin('tsc'), ['-p', 'tsconfig.json'])),
  direction: () => run(node, ['scripts/direction.ts']),
  build: () => run(node, ['scripts/build.ts', ...(typesChecked ? ['--checked'] : [])]),
  tests: () => tests('all', []),
  // Dates are days in Shanghai wherever the machine stands.
  'tests elsewhere': () => tests('zone', ['.unit.spec.ts'], { TZ: 'America/Los_Angeles' }),
}

const chosen = process.argv[2] === '--only' ? process.argv.slice(3) : process.argv.slice(2)
const unknown = chosen.find((name) => !Object.hasOwn(steps, name))
if (unknown !== undefined) {
  console.error(`no step ${unknown}; there are: ${Object.keys(steps).join(', ')}`)
  process.exit(2)
}

let stopped: string | undefined
for (const name of chosen.length > 0 ? chosen : Object.keys(steps)) {
  const started = performance.now()
  console.log(`── ${name}`)
  const good = steps[name]?.()
  console.log(`── ${name}: ${good ? '' : 'failed after '}${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (!good) {
    stopped = name
    break
  }
}

const total = results.map(countsOf).reduce(added, { passed: 0, failed: 0, skipped: 0 })
// A step that fails without a failing test (a wrong format, a worker that dies) is a failure too.
const failed = stopped ? Math.max(1, total.failed) : total.failed
if (total.skipped > 0) console.log(`${total.skipped} skipped`)
if (results.length > 0 || stopped) console.log(`${total.passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** One run of the tests; its counts go into the closing line. */
function tests(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const file = here(`node_modules/.tests-${name}-${process.pid}.json`)
  results.push(file)
  const vitest = ['run', '--allowOnly=false', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return run(node, [here('node_modules/vitest/vitest.mjs'), ...vitest, ...args], env)
}

function countsOf(file: string): Counts {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0) }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(file, { force: true })
  }
}

function added(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}
