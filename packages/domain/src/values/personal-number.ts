import { isIdNumber } from './id-number.ts'

/** The name of this fault in a refusal: a field that holds what only the persons register may hold. */
export const PERSONAL_NUMBER = 'personal_number'

/** As many digits in a row as a date without hyphens has. Phones have 11, accounts and ID numbers more. */
const MOST_IN_A_ROW = 8
/** No phone, account or ID number has as few, wherever letters stand between the digits. */
const MOST_IN_AN_ID = 10
const ELEVEN = /\p{Nd}{11}/u
const NINE = /\d{9}/
const IN_GROUPS = /1[3-9]\d[- ]\d{4}[- ]\d{4}|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)/
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi
/** 统计用区划代码编制规则: a province of GB/T 2260 (or 99, which is nobody's), and below the county groups that begin with 0 to 5, no village without a town. */
const DIVISION = /^(?:0{12}|(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|99)\d{4}(?:0{6}|(?!000)[0-5]\d\d[0-5]\d\d))$/
const STREAM = /^[a-z][A-Za-z]*-(\d{12})-/
const WORDS = /[\dA-Za-z]+/g
const MOBILE = /^1[3-9]\d{9}$/

/**
 * Whether a text may hold a phone number, an account or an ID number: eleven digits in a row, or a phone in groups. Division codes, streams and
 * event ids are none. For fields in which people write freely.
 *
 * @example holdsPersonalNumber('联系13900000000') // true
 * @example holdsPersonalNumber('431224105201') // false: a division
 */
export function holdsPersonalNumber(text: string): boolean {
  if (text.length < MOST_IN_AN_ID || isDivisionCode(text)) return false
  const rest = withoutDivision(text).replace(UUID, '#')
  return ELEVEN.test(rest) || IN_GROUPS.test(rest)
}

/**
 * Whether a text holds a mobile number or an ID number that is known by its form, as a word of its own. For ids that programs make: they may
 * be long, and only what is surely a person's number is refused.
 *
 * @example holdsKnownNumber('form:13900000000') // true
 * @example holdsKnownNumber('web:1606780800000') // false: milliseconds
 */
export function holdsKnownNumber(text: string): boolean {
  if (text.length <= MOST_IN_AN_ID) return false
  return (text.match(WORDS) ?? []).some((word) => MOBILE.test(word) || isIdNumber(word.toUpperCase()))
}

/** Whether a short id has more digits in a row than a date: what may be an account. */
export function holdsLongRun(text: string): boolean {
  return text.length > MOST_IN_A_ROW && NINE.test(text)
}

/** Whether the id of a household or a person has more digits than one of ours needs, wherever they stand. */
export function holdsManyDigits(text: string): boolean {
  if (text.length <= MOST_IN_AN_ID) return false
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) digits++
  }
  return digits > MOST_IN_AN_ID
}

/** Whether twelve digits are formed as a division code is; an account of twelve digits seldom is. */
export function isDivisionCode(text: string): boolean {
  return text.length === 12 && DIVISION.test(text)
}

/** The name of a stream with `#` for its division; any other text as it is. */
export function withoutDivision(text: string): string {
  const division = STREAM.exec(text)?.[1]
  return division !== undefined && isDivisionCode(division) ? text.replace(division, '#') : text
}

/**
 * The fields, by path, in whose text a personal number may stand.
 *
 * @example personalNumbersIn({ title: '联系13900000000', lines: [{ line: 'L1' }] }) // ['title']
 */
export function personalNumbersIn(data: unknown, path = ''): string[] {
  if (typeof data === 'string') return holdsPersonalNumber(data) ? [path] : []
  if (typeof data !== 'object' || data === null) return []
  const faults: string[] = []
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'string' ? holdsPersonalNumber(value) : typeof value === 'object')
      faults.push(...personalNumbersIn(value, path ? `${path}.${key}` : key))
  }
  return faults
}
