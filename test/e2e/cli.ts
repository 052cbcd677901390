import { type ChildProcess, spawn } from 'node:child_process'
import { runCli } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'

const ENTRY = new URL('../../tracker.ts', import.meta.url).pathname

/** Starts the command line as a user's shell would. */
export function start(data: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [ENTRY, '--data', data, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

export type Ran = Readonly<{ code: number | null; out: string; err: string }>

/** Runs the command line to its end. */
export async function tracker(data: string, ...args: readonly string[]): Promise<Ran> {
  const child = start(data, args)
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }
}

/** The one JSON document that a command printed. */
export async function json<T>(data: string, ...args: readonly string[]): Promise<T> {
  const { out, err, code } = await tracker(data, ...args, '--json')
  if (code !== 0) throw new Error(`tracker ${args.join(' ')} ended with ${code}: ${out}${err}`)
  return JSON.parse(out) as T
}

/** The same in this process, for a question that is asked many times: most of a short command is its start. */
export async function trackerHere(data: string, ...args: readonly string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []]
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), terminal: false }
  const code = await runCli(['--data', data, ...args], { eventId: eventIdOf, io })
  return { code, out: out.join(''), err: err.join('') }
}
