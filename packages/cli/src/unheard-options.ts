import type { Command } from 'commander'
import { CliError } from './io.ts'

/**
 * Commander lets a command take its options wherever they stand on the line, also behind the name of a command below it. One that the command
 * below does not declare as well would be heard by nobody.
 *
 * @example refuseUnheard(raise, cli) // `tracker alerts raise --as-of 2024-05-06`: "alerts raise" does not declare --as-of, "alerts" does
 * @throws CliError with exit 2, which names the command and the options
 */
export function refuseUnheard(command: Command, cli: Command): void {
  const heard = new Set(command.options.map((option) => option.attributeName()))
  const path = [command.name()]
  const unheard: string[] = []
  for (let above = command.parent; above !== null && above !== cli; above = above.parent) {
    path.unshift(above.name())
    const typed = above.options.filter((option) => above?.getOptionValueSource(option.attributeName()) === 'cli')
    unheard.push(...typed.filter((option) => !heard.has(option.attributeName())).map(({ long, flags }) => long ?? flags))
  }
  if (unheard.length === 0) return
  throw new CliError(
    2,
    'usage.option-unheard',
    `${path.join(' ')} 不用选项 ${unheard.join('、')}，因此没有执行；请去掉后再运行。`,
    `"${path.join(' ')}" has no use for ${unheard.join(', ')}, so nothing was done; leave it out and run it again.`,
  )
}
