import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** What is tried on a server that somebody has started, named by EVENTS_URL: see `npm run test:real-server`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/real-server/*.spec.ts'],
    setupFiles: ['./vitest.setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
