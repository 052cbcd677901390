import { quotable, type Text } from '@rural-tracker/domain'
import { placesIn } from '@rural-tracker/tracker'

/**
 * An error that nobody foresaw, without its message: that may quote a line of a file or whatever somebody typed. Its kind and the place in the
 * program are what a maintainer asks for.
 *
 * @example unforeseen(new TypeError('…')) // { zh: '程序出错：TypeError，位于 rules.ts:12:5；…', en: 'The program failed: TypeError at rules.ts:12:5; …' }
 */
export function unforeseen(error: unknown): Text {
  const kind = error instanceof Error ? [error.name, codeOf(error)].filter(Boolean).map(quotable).join(' ') : typeof error
  const [place] = error instanceof Error ? placesIn(error).map(quotable) : []
  return {
    zh: `程序出错：${kind}${place ? `，位于 ${place}` : ''}；请把这一行告诉维护者。`,
    en: `The program failed: ${kind}${place ? ` at ${place}` : ''}; tell a maintainer this line.`,
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
