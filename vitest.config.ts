import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/longest-first.ts'
import { here } from './scripts/step.ts'

const ROOMS = ['packages', 'services', 'test']
const NEVER = ['**/node_modules/**', '**/dist/**', 'test/bench/**', 'test/real-server/**']

/** Where a spec puts something in the place of a module, a clock or a setting, the next one in the same process would find it. */
const replacing = globSync(
  ROOMS.map((room) => `${room}/**/*.unit.spec.ts`),
  { cwd: here(''), exclude: NEVER },
).filter((path) => /\bvi\b|process\.env\b/.test(readFileSync(here(path), 'utf8')))

const alike = { setupFiles: ['./vitest.setup.ts'], pool: 'forks' as const, maxWorkers: 2, testTimeout: 60_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...alike,
          name: 'alone',
          globalSetup: ['./test/e2e/demonstration-once.ts', './test/postgres/once.ts', './test/redis/once.ts'],
          include: [...ROOMS.map((room) => `${room}/**/!(*.unit).spec.ts`), ...replacing],
          exclude: NEVER,
        },
      },
      {
        test: {
          ...alike,
          name: 'together',
          // A unit spec is a function of what it imports, so one process reads the sources for all of them.
          isolate: false,
          include: ROOMS.map((room) => `${room}/**/*.unit.spec.ts`),
          exclude: [...NEVER, ...replacing],
        },
      },
    ],
  },
})
