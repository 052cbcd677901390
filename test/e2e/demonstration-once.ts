import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Ran, tracker } from './cli.ts'

/** Where a spec asks for the demonstration of this run: see `demonstration()`. */
declare module 'vitest' {
  interface ProvidedContext {
    demonstrationPort: number
  }
}

/** What is said to who asks: where the demonstration lies, and what it printed. */
export type Loaded = Readonly<{ folder: string; ran: Ran }>

/**
 * One demonstration for all specs of a run, loaded when the first of them asks, so that a run of other specs costs nothing. Each worker is a
 * process of its own: they ask over a socket, and whoever asks early is answered when it is there.
 */
export default async function demonstrationOnce(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), 'tracker-demonstration-'))
  const folder = join(home, 'data')
  let loading: Promise<Ran> | undefined
  const server = createServer((socket) => {
    loading ??= tracker(folder, 'demo')
    socket.on('error', () => socket.destroy())
    void loading.then((ran) => socket.end(JSON.stringify({ folder, ran } satisfies Loaded)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('demonstrationPort', (server.address() as AddressInfo).port)
  return () => {
    server.close()
    rmSync(home, { recursive: true, force: true })
  }
}
