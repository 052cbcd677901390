import { isIdNumber, quotable } from '@rural-tracker/domain'
import { z } from 'zod'
import { PersonsError } from './errors.ts'

/** What the register keeps of one person. It exists nowhere else. The `x` of an ID number is kept as `X`. */
export const PersonRecord = z.strictObject({
  name: z.string().regex(/^[^\s\p{C}](?:[^\p{C}]{0,58}[^\s\p{C}])?$/u),
  idNumber: z.string().toUpperCase().refine(isIdNumber).optional(),
  phone: z
    .string()
    .regex(/^(?:1\d{10}|0\d{2,3}-?\d{7,8})$/)
    .optional(),
  account: z
    .string()
    .regex(/^\d{8,30}$/)
    .optional(),
})
export type PersonRecord = z.infer<typeof PersonRecord>

const FIELDS: Readonly<Record<string, string>> = { name: '姓名', idNumber: '证件号码', phone: '电话', account: '账号' }

/** @throws PersonsError that names the fields at fault: never a value, and no unknown key, which may be one put in the wrong place. */
export function checkedRecord(person: string, record: unknown): PersonRecord {
  const parsed = PersonRecord.safeParse(record)
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? 'record')))]
  throw new PersonsError(
    'persons.malformed',
    `${quotable(person)} 的登记内容有误（${fields.map((field) => FIELDS[field] ?? '内容').join('、')}），未登记，请更正。`,
    `The record of ${quotable(person)} has faults (${fields.join(', ')}) and was not registered; correct them.`,
  )
}
