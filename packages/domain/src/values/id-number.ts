const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/**
 * An 18-digit ID number with its check digit, or the number of a disability certificate (残疾人证): the ID number, a digit for the kind
 * (1–7), one for the level (1–4), and after a reissue two characters more.
 *
 * @example isIdNumber('11010519491231002X') // true
 */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX](?:[1-7][1-4](?:[0-9A-Z]\d)?)?$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return text[17] === CHECK[sum % 11]
}
