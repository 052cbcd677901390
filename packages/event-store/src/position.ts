import type { Position } from './port.ts'

/** A position from its number; for stores and tests. */
export function asPosition(value: bigint | number): Position {
  return BigInt(value) as Position
}

/** As a position stands in JSON and in checkpoints: a decimal string. */
export function positionText(position: Position): string {
  return String(position)
}

/**
 * @example
 * parsePosition('42') // 42n
 * parsePosition('yesterday') // undefined
 */
export function parsePosition(text: string): Position | undefined {
  return /^\d{1,20}$/.test(text) ? (BigInt(text) as Position) : undefined
}
