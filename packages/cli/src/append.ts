import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { quotable } from '@rural-tracker/domain'
import type { Command, Tracker } from '@rural-tracker/tracker'
import { CliError, json } from './io.ts'
import type { Progress } from './progress.ts'

type LineError = Readonly<{ line: number; code: string; message: Readonly<{ zh: string; en: string }> }>

/** Commands from a file, one JSON object a line, decided whole before anything is written. Ids come from the file's content and the line. */
export async function append(tracker: Tracker, file: string, actor: string, progress: Progress, asJson: boolean): Promise<void> {
  const { io } = progress
  const { commands, lines, errors } = parse(read(file), actor)
  const preview = await tracker.preview(progress.through('检查 · checking', commands))
  const refusals = preview.refusals.map(({ index, refused, message }) => ({ line: lines[index] ?? 0, code: refused, message }))
  const all: LineError[] = [...errors, ...refusals].sort((a, b) => a.line - b.line)
  if (all.length > 0) {
    const list = all.map(({ line, message }) => `第 ${line} 行：${message.zh} · line ${line}: ${message.en}`)
    throw new CliError(
      1,
      'append.refused',
      `文件有 ${all.length} 处错误，未写入任何内容：\n${list.join('\n')}`,
      `${all.length} lines are wrong; nothing was written.`,
      all,
    )
  }
  const stands: number[] = []
  const failed: LineError[] = []
  const summary = await tracker.import(commands, (outcome, index) => {
    const line = lines[index] ?? 0
    progress.at('写入 · writing', index + 1, commands.length)
    if (outcome.ok) stands.push(line)
    else failed.push({ line, code: outcome.refused, message: outcome.message })
  })
  if (failed.length > 0) {
    throw new CliError(
      1,
      'append.conflict',
      `第 ${failed.map(({ line }) => line).join('、')} 行未写入，其余 ${stands.length} 行已写入；再次运行同一命令即可继续。`,
      `Lines ${failed.map(({ line }) => line).join(', ')} were not written, the other ${stands.length} stand; run the same command again to go on.`,
      failed,
    )
  }
  if (asJson) await json(io, { ...summary, lines: stands.length })
  else
    await io.out(
      `已写入 ${summary.events} 条事件，${summary.repeated} 条命令此前已有 · ${summary.events} events written, ${summary.repeated} commands were there already\n`,
    )
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

function parse(text: string, actor: string): { commands: Command[]; lines: number[]; errors: LineError[] } {
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

function object(row: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(row)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
