import type { TrackerConfig } from '@rural-tracker/tracker'
import { type Io, json } from './io.ts'

/** The services in one process, as the place that runs the command line plugs them in. They end when the signal aborts. */
export type Serve = (how: {
  config: TrackerConfig
  /** As typed; without them what the environment says. */
  host?: string
  port?: number
  signal: AbortSignal
  onListening: (url: string) => void
}) => Promise<void>

/** Serves until somebody presses Ctrl-C or the system says stop. */
export async function serveUntilStopped(
  serve: Serve,
  how: Readonly<{ config: TrackerConfig; host?: string; port?: number }>,
  io: Io,
  asJson: boolean,
): Promise<void> {
  const stop = new AbortController()
  const stopped = () => stop.abort()
  // The second time the system's own way applies.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopped)
  try {
    const onListening = (url: string) => void (asJson ? json(io, { listening: url }) : io.out(listening(url)))
    await serve({ ...how, signal: stop.signal, onListening })
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stopped)
  }
}

function listening(url: string): string {
  return `服务已就绪：${url}（接口说明 ${url}/openapi.json，按 Ctrl-C 停止） · serving, press Ctrl-C to stop\n`
}
