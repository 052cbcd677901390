import { z } from 'zod'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/** An 18-digit ID number with its check digit, or a disability certificate (20 or 22: the ID number and what follows). */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX](\d{2}|\d{4})?$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return text[17] === CHECK[sum % 11]
}

/** What the register keeps of one person. It exists nowhere else. */
export const PersonRecord = z.strictObject({
  name: z.string().min(1).max(60),
  idNumber: z.string().refine(isIdNumber).optional(),
  phone: z
    .string()
    .regex(/^1\d{10}$/)
    .optional(),
  account: z
    .string()
    .regex(/^\d{8,30}$/)
    .optional(),
})
export type PersonRecord = z.infer<typeof PersonRecord>
