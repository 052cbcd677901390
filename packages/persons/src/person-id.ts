import { isIdNumber } from './id-number.ts'

/** The domain's form of a person's id. The id stands in the clear in both files, so one made from an ID number is refused. */
export function isPersonId(text: string): boolean {
  return /^P[0-9A-Z]{5,20}$/.test(text) && !isIdNumber(text.slice(1))
}
