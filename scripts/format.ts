import { bin, run } from './step.ts'

process.exitCode = run(bin('biome'), ['format', '--write', '.']) ? 0 : 1
