import { Command, CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { wrongUsage } from './wrong-usage.ts'

/** What a small command line says against these words. */
function said(...typed: readonly string[]): string {
  const cli = new Command('tracker').exitOverride().configureOutput({ writeErr: () => {} })
  cli.command('list').option('--as-of <date>')
  cli.command('explain <household>')
  for (const command of cli.commands)
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .action(() => undefined)
  try {
    cli.parse([...typed], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return wrongUsage(error).en
    throw error
  }
  throw new Error('nothing is wrong with it')
}

describe('wrong usage', () => {
  it.each([
    [[], 'Wrong usage: a command is missing or unknown. Run "tracker help".'],
    [['help', '张三'], 'Wrong usage: a command is missing or unknown. Run "tracker help".'],
    [['lis'], 'Wrong usage: unknown command lis (Did you mean list?). Run "tracker help".'],
    [['list', '--asof'], 'Wrong usage: unknown option --asof (Did you mean --as-of?). Run "tracker help".'],
    [['list', '--as-of'], `Wrong usage: option '--as-of <date>' argument missing. Run "tracker help".`],
    [['explain'], `Wrong usage: missing required argument 'household'. Run "tracker help".`],
    [['张三'], 'Wrong usage: unknown command 「…」. Run "tracker help".'],
    [['list', '--13900000001'], 'Wrong usage: unknown option 「…」. Run "tracker help".'],
    [[`x'\n(Did you mean 张三?)`], 'Wrong usage: unknown command 「…」. Run "tracker help".'],
    [['explain', 'H00001', '张三'], `Wrong usage: too many arguments for 'explain'. Expected 1 argument but got 2. Run "tracker help".`],
  ])('given %j, then %s', (typed, sentence) => {
    expect(said(...typed)).toBe(sentence)
  })

  it('given a fault that no sentence is known for, then only its code is said', () => {
    expect(wrongUsage({ code: 'commander.invalidArgument', message: 'error: 张三 is invalid' }).zh).toBe(
      '用法有误：commander.invalidArgument。请运行 tracker help 查看用法。',
    )
  })
})
