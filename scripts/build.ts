import { rmSync } from 'node:fs'
import { bin, run } from './step.ts'

/** In the order in which they need each other. */
const packages = ['domain', 'event-store', 'projections', 'read-models', 'persons', 'tracker', 'cli']

for (const name of packages) {
  const folder = new URL(`../packages/${name}/`, import.meta.url).pathname
  rmSync(`${folder}dist`, { recursive: true, force: true })
  if (!run(bin('tsc'), ['-p', `${folder}tsconfig.build.json`])) process.exit(1)
}
