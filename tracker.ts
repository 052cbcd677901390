// The command line of this repository: the CLI, with the two demonstration townships and the services plugged in. No package knows of them.
import { alertMessagesFrom } from '@rural-tracker/alerts/messages'
import { runCli, type Serve } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'
import { sanjiang } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'

/** Everything in one process: whoever does not serve pays nothing for the services. */
const serveAll: Serve = async ({ host, port, ...how }) => {
  const { serve, writerSettings } = await import('@rural-tracker/writer')
  const { alertMessages, alertsSettings, pageUntil } = await import('@rural-tracker/alerts')
  const settings = writerSettings(process.env)
  const alerts = alertsSettings(process.env)
  // Beside a service on any free port, the page takes any free port too.
  const page = port === 0 && !process.env['ALERTS_PORT'] ? { ...alerts, port: 0 } : alerts
  const messages = alertMessages(page)
  await serve({
    ...how,
    config: { ...how.config, alertMessages: messages.config },
    settings: { ...settings, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
    beside: [
      (tracker, signal) => tracker.follow(signal),
      (tracker, signal) => tracker.work(signal),
      (tracker, signal) => pageUntil(tracker, { settings: page, signal, onListening: messages.listening }),
    ],
  })
}

process.exitCode = await runCli(process.argv.slice(2), {
  demo: [sanjiang, shifan],
  eventId: eventIdOf,
  serve: serveAll,
  config: () => alertMessagesFrom(process.env),
})
