// The service by itself: `node main.ts` follows the log, `node main.ts rebuild NAME` has a read model rebuilt. All it needs is in the environment.
import { lastLine, openTracker } from '@rural-tracker/tracker'
import { type Logger, pino } from 'pino'
import { type ProjectorConfig, projectorConfig } from './config.ts'
import { jobsOf, startProjector } from './service.ts'

const [what, name] = process.argv.slice(2)

async function serve(config: ProjectorConfig, log: Logger): Promise<void> {
  const running = await startProjector(config, log)
  log.info({ url: running.url }, 'listening')
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void running.stop())
  await running.ended
  log.info('stopped')
}

async function rebuild(config: ProjectorConfig, log: Logger, model: string): Promise<void> {
  const tracker = await openTracker(config.tracker)
  const jobs = await jobsOf(tracker, config, log)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= jobs.close().then(() => tracker.close()))
  // Without Redis it is done here, and ends with the tracker.
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void close())
  try {
    const report = await jobs.rebuild(model, (progress) => process.stderr.write(`${JSON.stringify(progress)}\n`))
    process.stdout.write(`${JSON.stringify(report)}\n`)
  } finally {
    await close()
  }
}

try {
  const config = projectorConfig(process.env)
  const log = pino({ level: config.logLevel, base: { service: 'projector' } }, pino.destination({ dest: 2, sync: true }))
  if (what === undefined) await serve(config, log)
  else if (what === 'rebuild' && name !== undefined) await rebuild(config, log, name)
  else {
    process.stderr.write('usage: main.ts [rebuild NAME]\n')
    process.exitCode = 2
  }
} catch (error) {
  process.stderr.write(lastLine(error))
  process.exitCode = 1
}
// What could not be ended in time is ended now.
process.exit()
