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

/** A value that does not fit, or a key that is there twice, is a matter of the row; all else is one of the database. */
export function asOurs(error: unknown): unknown {
  const state = stateOf(error)
  if (state !== undefined && /^2[23]/.test(state)) return error
  if (error instanceof RowsUnavailable) return error
  const message = error instanceof Error ? error.message : String(error)
  return new RowsUnavailable([state, message].filter(Boolean).join(': '), error)
}

/** Runs something of the driver's and says what went wrong in our words. */
export async function ours<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asOurs(error)
  }
}
