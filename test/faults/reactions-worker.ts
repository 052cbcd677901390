import { configFrom, openTracker } from '@rural-tracker/tracker'

// A process that does what the log asks for until it is killed, or until its input ends.
const [dir = '', queueUrl = 'inline:'] = process.argv.slice(2)
const tracker = await openTracker({ ...configFrom(dir, {}), queueUrl, reactions: { webhookRetries: Array<number>(200).fill(5), resendMs: 400 } })
const stop = new AbortController()
process.stdin.on('data', () => {})
process.stdin.on('end', () => stop.abort())
console.log('ready')
await tracker.work(stop.signal)
await tracker.close()
