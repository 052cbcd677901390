import { alertMessages, alertsSettings } from '@rural-tracker/alerts'
import { configFrom, openTracker } from '@rural-tracker/tracker'

// A process that raises, tells and keeps the clock until it is killed.
const [dir = '', mailUrl = ''] = process.argv.slice(2)
const { config } = alertMessages(alertsSettings({ MAIL_URL: mailUrl, ALERTS_URL: 'https://alerts.example/' }))
const tracker = await openTracker({
  ...configFrom(dir, {}),
  alertMessages: { ...config, retries: Array<number>(200).fill(5) },
  reactions: { resendMs: 400 },
})
console.log('ready')
const stop = new AbortController()
process.stdin.on('data', () => {})
process.stdin.on('end', () => stop.abort())
// Who is killed in a minute of the clock has to ask anew: each process asks when it begins.
await tracker.work(stop.signal)
await tracker.close()
