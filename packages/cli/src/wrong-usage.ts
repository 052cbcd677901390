import { quotable, type Text } from '@rural-tracker/domain'
import type { CommanderError } from 'commander'

const TYPED = /^error: (unknown option|unknown command) '([\s\S]*)'(?:\n(\(Did you mean [^'()]*\?\)))?$/
/** What comes after is the list of what was typed. */
const TOO_MANY = /^error: (too many arguments(?: for '[\w-]+')?\. Expected \d+ arguments? but got \d+)/
/** These speak of our own names only. */
const OWN_WORDS = new Set(['commander.missingArgument', 'commander.optionMissingArgument', 'commander.missingMandatoryOptionValue'])

/**
 * What is wrong with how a command was typed. Commander repeats what was typed, which may be a name or a number in the wrong place.
 *
 * @example wrongUsage(error) // { zh: '用法有误：unknown command 「…」。请运行 tracker help 查看用法。', … }
 */
export function wrongUsage(error: Pick<CommanderError, 'code' | 'message'>): Text {
  const en = withoutWhatWasTyped(error)
  return { zh: `用法有误：${en}。请运行 tracker help 查看用法。`, en: `Wrong usage: ${en}. Run "tracker help".` }
}

function withoutWhatWasTyped({ code, message }: Pick<CommanderError, 'code' | 'message'>): string {
  if (code === 'commander.help') return 'a command is missing or unknown'
  const typed = TYPED.exec(message)
  if (typed) return [typed[1], quotable(typed[2] ?? ''), typed[3]].filter(Boolean).join(' ')
  const tooMany = TOO_MANY.exec(message)?.[1]
  if (tooMany !== undefined) return tooMany
  return OWN_WORDS.has(code) ? message.replace(/^error: /, '') : quotable(code)
}
