// Alerts by themselves: the clock, the deliveries and the page. Everything they need is in the environment.
import { configFrom, lastLine } from '@rural-tracker/tracker'
import { serveAlerts } from './serve.ts'
import { alertsSettings } from './settings.ts'

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort())
const say = (line: object) => process.stderr.write(`${JSON.stringify({ service: 'alerts', ...line })}\n`)

try {
  const config = configFrom(process.env['DATA'] || './data', process.env)
  await serveAlerts({
    settings: alertsSettings(process.env),
    config: { ...config, reactions: { ...config.reactions, onProblem: ({ code, text }) => say({ problem: code, message: text }) } },
    signal: stop.signal,
    onListening: (page, operation) => say({ listening: page, operation }),
  })
} catch (error) {
  process.exitCode = 1
  process.stderr.write(lastLine(error))
}
