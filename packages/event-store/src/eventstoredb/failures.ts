/** What a failed call means for the one who made it. */
export type Failure = 'again' | 'silent' | 'undiscovered' | 'conflict' | 'no stream' | 'too large' | 'denied' | 'failed'

const BY_TYPE: Readonly<Record<string, Failure>> = {
  unavailable: 'again',
  cancelled: 'again',
  'not-leader': 'again',
  timeout: 'again',
  'deadline-exceeded': 'silent',
  'wrong-expected-version': 'conflict',
  'stream-not-found': 'no stream',
  'maximum-append-size-exceeded': 'too large',
  'access-denied': 'denied',
}

/** gRPC's own codes: cancelled, aborted, internal, unavailable, data loss; a broken connection can end in each of them. */
const BROKEN: ReadonlySet<number> = new Set([1, 10, 13, 14, 15])
const DEADLINE_EXCEEDED = 4
const PERMISSION_DENIED = 7

/**
 * Client defect 7: errors have no common form. The same refused connection is an error with a `type`, a raw gRPC error with a `code`, or,
 * when a cluster is looked for, an `Error` with nothing but a message.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Silence) return 'silent'
  const { type, code, message = '' } = (error ?? {}) as Readonly<{ type?: string; code?: unknown; message?: string }>
  if (message.startsWith('Failed to discover after')) return 'undiscovered'
  // Client defect 10: a server that is starting is an `UnknownError` with these words.
  if (/not ready/i.test(message)) return 'again'
  const known = type === undefined ? undefined : BY_TYPE[type]
  if (known) return known
  if (code === DEADLINE_EXCEEDED) return 'silent'
  if (code === PERMISSION_DENIED) return 'denied'
  return typeof code === 'number' && BROKEN.has(code) ? 'again' : 'failed'
}

/** A read from which nothing has come for too long. */
export class Silence extends Error {
  constructor() {
    super('nothing came for too long')
  }
}
