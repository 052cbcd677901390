import type { Text } from '@rural-tracker/domain'
import { unforeseen } from './unforeseen.ts'

/** Where a command writes and reads. Results go to `out`, progress and messages to `err`; `input` is all that stands on the standard input. */
export type Io = Readonly<{
  out: (text: string) => void | Promise<void>
  err: (text: string) => void
  terminal: boolean
  input?: () => Promise<string>
}>

/** A wrong call (exit 2) or a refusal (exit 1), said in one sentence. */
export class CliError extends Error {
  readonly code: string
  readonly text: Text
  readonly exit: 1 | 2
  readonly where: unknown
  constructor(exit: 1 | 2, code: string, zh: string, en: string, where: unknown = null) {
    super(en)
    this.exit = exit
    this.code = code
    this.text = { zh, en }
    this.where = where
  }
}

/** What an error says to programs and to people; one that nobody foresaw is `internal`. */
export function said(error: unknown): Readonly<{ code: string; text: Text }> {
  const known = error as Partial<{ code: string; text: Text }>
  if (known.text && known.code) return { code: known.code, text: known.text }
  return { code: 'internal', text: unforeseen(error) }
}

/** Printed on every screen and every export that shows demonstration data. */
export const DEMO_NOTICE = '虚构演示数据'

export function json(io: Io, value: unknown): void | Promise<void> {
  return io.out(`${JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}\n`)
}

/** A table in columns; wide characters count twice. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - width(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function width(text: string): number {
  let sum = 0
  for (const char of text) sum += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(char) ? 2 : 1
  return sum
}
