// The HTTP service by itself, where another process keeps the read models: everything it needs is in the environment.
import { configFrom, lastLine } from '@rural-tracker/tracker'
import { rebuildsElsewhere } from './rebuilds-elsewhere.ts'
import { serve } from './serve.ts'
import { writerSettings } from './settings.ts'

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort())

try {
  const settings = writerSettings(process.env)
  const config = configFrom(process.env['DATA'] || './data', process.env)
  await serve({
    settings,
    config: { ...config, ...(await rebuildsElsewhere(config, settings)), projects: false },
    signal: stop.signal,
    onListening: (url) => process.stderr.write(`${JSON.stringify({ service: 'writer', listening: url })}\n`),
  })
} catch (error) {
  process.exitCode = 1
  process.stderr.write(lastLine(error))
}
