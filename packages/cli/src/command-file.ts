import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { quotable, type Text } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/tracker'
import { CliError } from './io.ts'

export type LineError = Readonly<{ line: number; code: string; message: Text }>

/** The commands of a file and the line of each, from 1; and the lines that are none. */
export type CommandFile = Readonly<{ commands: readonly Command[]; lines: readonly number[]; errors: readonly LineError[] }>

/**
 * Reads commands, one JSON object a line; empty lines are left out. Ids come from the file's content and the line, so the same file again
 * gives the same commands.
 *
 * @throws CliError when the file cannot be read.
 */
export function readCommandFile(path: string, actor: string): CommandFile {
  const text = read(path)
  const file = createHash('sha256').update(text).digest('hex').slice(0, 32)
  const commands: Command[] = []
  const lines: number[] = []
  const errors: LineError[] = []
  for (const [i, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue
    const given = object(row)
    if (!given) {
      errors.push({ line: i + 1, code: 'append.not-json', message: { zh: '不是一个 JSON 对象。', en: 'is no JSON object.' } })
      continue
    }
    const source = 'knownAt' in given ? 'import:file' : 'cli'
    commands.push({ actor, source, ...given, commandId: `file:${file}:${i + 1}` } as unknown as Command)
    lines.push(i + 1)
  }
  return { commands, lines, errors }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new CliError(
      1,
      'append.no-file',
      `无法读取文件 ${quotable(file)}，请核对路径。`,
      `The file ${quotable(file)} cannot be read; check its path.`,
    )
  }
}

function object(row: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(row)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
