import { readFileSync, rmSync } from 'node:fs'
import { bin, run } from './step.ts'

const node = process.execPath
const vitest = new URL('../node_modules/vitest/vitest.mjs', import.meta.url).pathname
const results: string[] = []

/** One run of the tests; its counts go into the closing line. */
function tests(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const file = new URL(`../node_modules/.test-${name}.json`, import.meta.url).pathname
  rmSync(file, { force: true })
  results.push(file)
  return run(node, [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args], env)
}

const steps: Readonly<Record<string, () => boolean>> = {
  format: () => run(bin('biome'), ['format', '.']),
  lint: () => run(bin('oxlint'), ['--type-aware', '--deny-warnings', 'packages', 'test', 'scripts', 'tracker.ts']),
  types: () => run(bin('tsc'), ['-p', 'tsconfig.json']),
  direction: () => run(node, ['scripts/direction.ts']),
  build: () => run(node, ['scripts/build.ts']),
  tests: () => tests('all', []),
  'tests elsewhere': () => tests('zone', ['.unit.spec.ts'], { TZ: 'America/Los_Angeles' }),
}

const only = process.argv[2] === '--only' ? process.argv.slice(3) : Object.keys(steps)
let failed: string | undefined
for (const name of only) {
  const step = steps[name]
  if (!step) {
    console.error(`no step ${name}; there are: ${Object.keys(steps).join(', ')}`)
    process.exit(2)
  }
  const started = performance.now()
  console.log(`── ${name}`)
  if (!step()) {
    failed = name
    break
  }
  console.log(`── ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
const counts = results.map(countsOf)
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const broken = counts.reduce((sum, count) => sum + count.failed, 0)
if (failed) console.log(`failed at: ${failed}`)
if (counts.length > 0) console.log(`${passed} passed, ${broken} failed`)
process.exitCode = failed || (counts.length > 0 && passed === 0) ? 1 : 0

function countsOf(file: string): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number }
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}
