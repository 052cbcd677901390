import { quotable } from '@rural-tracker/domain'
import { z } from 'zod'
import { TrackerError } from './config.ts'

// What every service of a tracker says and reads alike.

/** Where a service listens, and how much it logs. */
export const ServiceVariables = z.object({
  HTTP_HOST: z
    .string()
    .regex(/^[\w.:-]{1,253}$/)
    .default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type LogLevel = z.infer<typeof ServiceVariables>['LOG_LEVEL']

/**
 * Environment variables by a schema. An empty one is one that is not set.
 *
 * @example const { HTTP_HOST, HTTP_PORT } = readVariables(ServiceVariables.extend({ HTTP_PORT }), process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function readVariables<T extends z.ZodType>(schema: T, env: Readonly<Record<string, string | undefined>>): z.output<T> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) throw malformedVariables([...new Set(parsed.error.issues.map(({ path }) => quotable(String(path[0]))))])
  return parsed.data
}

export function malformedVariables(names: readonly string[]): TrackerError {
  return new TrackerError(
    'config.malformed',
    `环境变量 ${names.join('、')} 的值不对；请按说明改正后再启动。`,
    `The variables ${names.join(', ')} are not as they should be; correct them as the manual says and start again.`,
  )
}

const FRAME = /^ {4}at .*?([\w.-]+\.[cm]?[jt]s:\d{1,6}:\d{1,6})\)?$/
const MOST_FRAMES = 8

/** Where in the program an error was, nearest first. A line of its message may look like a place, so the message is passed over. */
export function placesIn({ message, stack = '' }: Error): readonly string[] {
  const after = stack.slice(stack.indexOf(message) + message.length)
  return after
    .split('\n')
    .flatMap((line) => FRAME.exec(line)?.[1] ?? [])
    .slice(0, MOST_FRAMES)
}

/** What an error is called in a log: its code, or its kind and where in the program it was. Never its message: that may quote what somebody typed. */
export type Fault = Readonly<{ code: string; kind?: string; at?: readonly string[] }>

export function faultOf(error: unknown): Fault {
  const { code, text } = (error ?? {}) as { code?: unknown; text?: unknown }
  if (typeof code === 'string' && text !== undefined) return { code }
  if (!(error instanceof Error)) return { code: 'internal', kind: typeof error }
  return { code: 'internal', kind: error.name, at: placesIn(error) }
}

/** The line with which a service ends that could not go on: an error that was foreseen in its own words, any other as a fault. */
export function lastLine(error: unknown): string {
  const { code, text } = (error ?? {}) as { code?: unknown; text?: unknown }
  return `${JSON.stringify({ error: code !== undefined && text !== undefined ? { code, message: text } : faultOf(error) })}\n`
}
