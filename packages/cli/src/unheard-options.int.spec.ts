import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventIdOf } from '@rural-tracker/event-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program, runCli } from './main.ts'
import { Progress } from './progress.ts'

// “`tracker alerts` (list, show, acknowledge, dismiss, resolve, assign)”: what is typed is heard, or refused.

let home: string
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'unheard-')), 'data')
})
afterEach(() => rmSync(join(home, '..'), { recursive: true, force: true }))

async function typed(...args: readonly string[]) {
  const out: string[] = []
  const io = { out: (text: string) => void out.push(text), err: () => {}, terminal: false }
  const exit = await runCli(['--data', home, ...args, '--json'], { eventId: eventIdOf, io })
  return { exit, said: JSON.parse(out.join('')) as Record<string, unknown> & { error?: { code: string; message: { zh: string; en: string } } } }
}

const WORDS: Readonly<Record<string, string>> = { '--found <what>': 'atRisk', '--reason <reason>': 'wrongData' }

type Command = ReturnType<typeof program>
const silent = { out: () => {}, err: () => {}, terminal: false }
const cli = program({ eventId: eventIdOf, io: silent }, new Progress(silent))

/** Every command below another one that has options, with each of those that it does not declare. */
const unheard = cli.commands.flatMap((above) => above.commands.flatMap((one) => pairs(above, one)))

function pairs(above: Command, one: Command): readonly (readonly [string, string, readonly string[]])[] {
  const own = new Set(one.options.map(({ long }) => long))
  const slots = one.registeredArguments.filter(({ required }) => required).map((slot) => (slot.name() === 'to' ? 'town' : 'H00001.rule.drop-out'))
  const needed = one.options.filter(({ mandatory }) => mandatory).flatMap(({ long, flags }) => [long ?? '', WORDS[flags] ?? ''])
  const line = [above.name(), one.name(), ...slots, ...needed]
  return above.options
    .filter(({ long }) => !own.has(long))
    .map(({ long, flags }) => [`${above.name()} ${one.name()}`, long ?? '', [...line, long ?? '', ...(flags.includes('<') ? [word(flags)] : [])]])
}

function word(flags: string): string {
  const [, name = ''] = /<([^>]+)>/.exec(flags) ?? []
  return { date: '2024-05-06', 'instant|position': '1', code: '431224105000', stage: 'town', column: 'level' }[name] ?? '1'
}

describe('an option of the command above', () => {
  it('is refused by every command that has no use for it, before anything is opened', async () => {
    expect(new Set(unheard.map(([path]) => path))).toEqual(
      new Set([
        ...['show', 'load', 'raise', 'acknowledge', 'answer', 'dismiss', 'resolve', 'assign', 'pass-on'].map((name) => `alerts ${name}`),
        ...['status', 'resume'].map((name) => `work ${name}`),
      ]),
    )
    for (const [path, option, line] of unheard) {
      const { exit, said } = await typed(...line)
      expect([line, exit, said.error?.code]).toEqual([line, 2, 'usage.option-unheard'])
      expect(said.error?.message.zh).toBe(`${path} 不用选项 ${option}，因此没有执行；请去掉后再运行。`)
      expect(said.error?.message.en).toContain(`"${path}" has no use for ${option}, so nothing was done`)
    }
    expect(existsSync(home)).toBe(false)
  })

  it('is refused wherever it stands, and named with the others', async () => {
    const { exit, said } = await typed('alerts', '--as-of', '2024-05-06', 'raise', '--known-at', '1')
    expect([exit, said.error?.message.zh]).toEqual([2, 'alerts raise 不用选项 --as-of、--known-at，因此没有执行；请去掉后再运行。'])
  })

  it.each([[['alerts', 'load']], [['alerts', 'list']], [['alerts']]])('is heard by %j: the answer says of which clocks it speaks', async (path) => {
    const { exit, said } = await typed(...path, '--as-of', '2024-05-31', '--known-at', '2024-06-01T00:00:00Z')
    expect([exit, said]).toMatchObject([0, { asOf: '2024-05-31', knownAt: '2024-06-01T00:00:00.000Z', rows: [] }])
  })
})
