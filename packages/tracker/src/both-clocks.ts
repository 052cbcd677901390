import type { Position } from '@rural-tracker/event-store'
import { TrackerError } from './config.ts'

/** Both clocks of a question. `asOf`: what was true on a day. `knownAt`: what we knew, at an instant or a position. */
export type Asked = Readonly<{ asOf?: string; knownAt?: string }>

/** How fresh an answer is: the position it speaks of, and whether that is the head of the log. */
export type Answered = Readonly<{ position: string | null; behind: boolean }>

/** Both, and the clocks that the answer speaks of. */
export type AnsweredOn = Answered & Readonly<{ asOf: string; knownAt: string | null }>

const POSITION = /^\d+$/

/** An instant, or the decimal digits of a position. */
export function knownTo(knownAt: string | undefined): Readonly<{ knownAt?: string; knownTo?: number }> {
  if (knownAt === undefined) return {}
  return POSITION.test(knownAt) ? { knownTo: Number(knownAt) } : { knownAt: instant(knownAt) }
}

/** What was known then, for the answer. More digits than the log has positions are not said back: they may be somebody's number. */
export function knownShown(knownAt: string | undefined, head: Position | undefined): string | null {
  if (knownAt === undefined) return null
  if (!POSITION.test(knownAt)) return instant(knownAt)
  const end = head ?? 0n
  return String(BigInt(knownAt) < end ? BigInt(knownAt) : end)
}

/** @throws TrackerError for what is no instant. */
function instant(text: string): string {
  const at = new Date(text)
  if (!Number.isNaN(at.getTime())) return at.toISOString()
  throw new TrackerError(
    'known-at.malformed',
    'knownAt 不是时刻或位置，请写成 2020-12-31T08:00:00+08:00 或位置数字。',
    'knownAt is no instant or position; write 2020-12-31T08:00:00+08:00 or the digits of a position.',
  )
}
