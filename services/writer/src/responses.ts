import type { z } from 'zod'
import { Problem } from './problem.ts'

const WHY: Readonly<Record<number, string>> = {
  400: 'Not as it should be; nothing was written',
  401: 'No token, or none that is good',
  403: 'The role may not',
  404: 'There is no such thing, or it lies outside the division of the caller',
  409: 'The stream has changed: the current revision is in `revision` and in ETag; nothing was written',
  413: 'Too large',
  415: 'Not application/json in UTF-8',
  422: 'Understood and refused, or the key was used with another body; nothing was written',
  429: 'Too many requests of this token, or two scans are running: come again after Retry-After seconds',
  500: 'The program failed',
  503: 'Not available now: come again',
}

/** The answers that are problems, for the document. */
export function problemsOf(...statuses: readonly number[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, { description: WHY[status] ?? '', content: { 'application/problem+json': { schema: Problem } } }]),
  )
}

/** The answer that was asked for. */
export function answer(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema } } }
}
