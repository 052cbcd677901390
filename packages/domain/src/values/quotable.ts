import { isDivisionCode, withoutDivision } from './personal-number.ts'

/** Stands in a message for what somebody typed and nobody should read. */
export const UNQUOTED = '「…」'

const WORD = /^[\w.:+-]{1,120}$/
const OWN_ID = /^[HP](?=(?:\D*\d){0,10}\D*$)[0-9A-Z]{5,20}$/
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi
const DATE = /(?<!\d)(?:19|20)\d\d([-.])[01]\d\1[0-3]\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?(?!\d)/g
/** Seven digits are the shortest phone. Grouping makes none of them harmless. */
const SEVEN = /\d(?:[._:+-]?\d){6}/

/**
 * What somebody typed, for a message: itself when it has the form of something that belongs to nobody, otherwise `「…」`. Where an id
 * belongs, people type names, ID numbers, phones and accounts by mistake, and messages end up in logs.
 *
 * Harmless are words of Latin letters, digits and `. _ : + -` with at most six digits, also counted over single separators, and
 * besides: the id of a household or a person (at most ten digits), a stream's name, an event id, a date or an instant, a division code.
 * A path is looked at folder by folder. A name in Latin letters cannot be told from a word: the register keeps Chinese ones.
 *
 * @example quotable('H00001') // 'H00001'
 * @example quotable('张三') // '「…」'
 * @example quotable('/home/张三/data/events.db') // '/home/「…」/data/events.db'
 */
export function quotable(text: string): string {
  return text
    .slice(0, 1_000)
    .split(/([/\\])/)
    .map((part, i, { length }) => (i % 2 === 1 || isHarmless(part) || (part === '' && length > 1) ? part : UNQUOTED))
    .join('')
}

function isHarmless(word: string): boolean {
  if (!WORD.test(word)) return false
  if (OWN_ID.test(word) || isDivisionCode(word)) return true
  return withoutDivision(word)
    .replace(UUID, '#')
    .replace(DATE, '#')
    .split('#')
    .every((part) => OWN_ID.test(part.replace(/^-/, '')) || !SEVEN.test(part))
}
