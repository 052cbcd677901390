import { DivisionCode, IsoDate } from '@rural-tracker/domain'
import { z } from 'zod'

/** Both clocks of a question, as a URL says them. */
export const knownAt = z.string().max(40).optional()
export const clocks = { asOf: IsoDate.optional(), knownAt }

export const division = DivisionCode.optional()
export const divisionsAsOf = IsoDate.optional()

/** `true`, or the word for it. */
export const flag = z.union([z.boolean(), z.stringbool()]).optional()

export const page = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
}

/** How fresh an answer is. */
export const answered = { position: z.string().nullable(), behind: z.boolean() }
export const answeredOn = { ...answered, asOf: IsoDate, knownAt: z.string().nullable() }

export const text = z.object({ zh: z.string(), en: z.string() })
/** What is told at length, and for people rather than for programs. */
export const told = z.record(z.string(), z.unknown())

/** What was given, without what was not: an option left out is no option that is undefined. */
export function given<T extends object>(params: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
