export type { DemoTownship } from './demo.ts'
export type { Io } from './io.ts'
export { type CliParts, runCli } from './main.ts'
export type { Serve } from './serve.ts'
