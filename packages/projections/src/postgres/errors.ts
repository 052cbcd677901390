import { RowsUnavailable } from '../rows.ts'

export const LOCK_NOT_AVAILABLE = '55P03'
export const DEADLOCK = '40P01'
export const UNDEFINED_TABLE = '42P01'
export const DEPENDENT_OBJECTS = '2BP01'

/** The five signs of PostgreSQL, or the name of what the network said. */
export function stateOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (error instanceof RowsUnavailable) return stateOf(cause)
  return typeof code === 'string' ? code : undefined
}

/**
 * What may be over in a moment: a connection that broke (08), a server that is going, starting or was put out of a transaction (57P, 25P03),
 * too many connections (53300), two that were in each other's way (40), and what the network says of a server that is away.
 */
const PASSING = /^(?:08\w{3}|57P0[1-3]|25P03|53300|40\w{3}|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/

/** The driver gives what happened to a connection no code. */
const CONNECTION_LOST = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/

/** A value that does not fit, or a key that is there twice, is a matter of the row; all else is one of the database. */
export function asOurs(error: unknown): unknown {
  const state = stateOf(error)
  if (state !== undefined && /^2[23]/.test(state)) return error
  if (error instanceof RowsUnavailable) return error
  const message = error instanceof Error ? error.message : String(error)
  const passing = state === undefined ? CONNECTION_LOST.test(message) : PASSING.test(state)
  return new RowsUnavailable([state, message].filter(Boolean).join(': '), error, passing)
}

/** Runs something of the driver's and says what went wrong in our words. */
export async function ours<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asOurs(error)
  }
}
