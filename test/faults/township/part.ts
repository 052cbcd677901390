import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Something that can be killed in the hardest way and comes back by itself, as under a supervisor. */
export interface Part {
  readonly name: string
  kill(): Promise<void>
  stop(): Promise<void>
  /** What it has said on stderr, the end of it, for a report. */
  readonly said: string
}

export type ProcessPart = Readonly<{
  name: string
  /** What Node runs, with its arguments. */
  command: readonly string[]
  env: Readonly<Record<string, string>>
  /** The line of stdout or stderr by which it says that it is ready; without one it is left to come up by itself. */
  ready?: RegExp
}>

const LONGEST_START_MS = 60_000
const KEPT = 4_000
/** What ends by itself is not started again at once: it may do so for ever. */
const A_WHILE_MS = 200

/**
 * Starts a process of the project and keeps it going.
 *
 * @throws when it is not ready within a minute.
 */
export async function startProcess(how: ProcessPart): Promise<Part & { ended: () => boolean }> {
  let child: ChildProcess
  let said = ''
  let stopping = false

  const start = async () => {
    const own = spawn(process.execPath, [...how.command], { env: { ...process.env, ...how.env }, stdio: ['ignore', 'pipe', 'pipe'] })
    child = own
    const ready = Promise.withResolvers<void>()
    let sinceStart = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        said = `${said}${String(text)}`.slice(-KEPT)
        sinceStart = `${sinceStart}${String(text)}`.slice(-KEPT)
        if (how.ready?.test(sinceStart)) ready.resolve()
      })
    }
    own.on('exit', (code) => {
      ready.reject(new Error(`${how.name} ended with ${code} before it was ready: ${said}`))
      if (stopping || killed.has(own)) return
      // Nobody killed it: it is started again, as a supervisor would, unless somebody who came to kill it has done so meanwhile.
      setTimeout(() => !stopping && child === own && void start().catch(() => {}), A_WHILE_MS)
    })
    ready.promise.catch(() => {})
    if (!how.ready) return
    const timer = setTimeout(() => ready.reject(new Error(`${how.name} was not ready within a minute: ${said}`)), LONGEST_START_MS)
    await ready.promise.finally(() => clearTimeout(timer))
  }
  const killed = new WeakSet<ChildProcess>()
  const kill = async () => {
    const dying = child
    killed.add(dying)
    if (dying.exitCode === null && dying.signalCode === null) {
      const gone = once(dying, 'exit')
      dying.kill('SIGKILL')
      await gone
    }
    await start()
  }
  await start()
  return {
    name: how.name,
    kill,
    stop: async () => {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
    ended: () => child.exitCode !== null,
    get said() {
      return said
    },
  }
}
