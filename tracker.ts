// The command line of this repository: the CLI, with the two demonstration townships and the services plugged in. No package knows of them.
import { runCli, type Serve } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'
import { sanjiang } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'

/** Everything in one process: whoever does not serve pays nothing for the services. */
const serveAll: Serve = async ({ host, port, ...how }) => {
  const { serve, writerSettings } = await import('@rural-tracker/writer')
  const settings = writerSettings(process.env)
  await serve({
    ...how,
    settings: { ...settings, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
    beside: [(tracker, signal) => tracker.follow(signal)],
  })
}

process.exitCode = await runCli(process.argv.slice(2), { demo: [sanjiang, shifan], eventId: eventIdOf, serve: serveAll })
