const LARGEST = '9223372036854775807'

/** A value as a parameter. What no row can hold stands beyond all of them, as it does in SQLite, instead of being an error. */
export function bound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bound)
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  if (Math.abs(value) < Number.MAX_SAFE_INTEGER) return value
  return value > 0 ? LARGEST : `-${LARGEST}`
}

/** PostgreSQL has no place for the sign U+0000 in a text. */
export function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u{FFFD}') : text
}
