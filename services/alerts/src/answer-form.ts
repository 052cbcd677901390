import { ALERT_STAGES, AlertDismissReason, Department, Found } from '@rural-tracker/domain'
import { z } from 'zod'

const To = z.union([
  z.enum(ALERT_STAGES).transform((to) => ({ to })),
  z.templateLiteral(['department.', Department]).transform((text) => ({
    to: 'department' as const,
    department: Department.parse(text.slice('department.'.length)),
  })),
])

/** The three answers as acts on the alert. What would count again after a dismissal is new evidence. */
const Answer = z.union([
  z.strictObject({ answer: z.literal('visited'), found: Found }).transform(({ found }) => ({ type: 'AnswerAlert' as const, found })),
  z
    .strictObject({ answer: z.literal('dismissed'), reason: AlertDismissReason })
    .transform(({ reason }) => ({ type: 'DismissAlert' as const, reason, countsAgain: 'newEvidence' as const })),
  z.strictObject({ answer: z.literal('passedOn'), to: To }).transform(({ to }) => ({ type: 'PassOnAlert' as const, ...to })),
])

/** What a form said; undefined when it is not one of ours: other fields, a field twice, another encoding. */
export function answerIn(body: Buffer): z.output<typeof Answer> | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
  const pairs = [...new URLSearchParams(text)]
  const fields = Object.fromEntries(pairs)
  if (Object.keys(fields).length !== pairs.length) return undefined
  return Answer.safeParse(fields).data
}
