import type { Tracker } from '@rural-tracker/tracker'
import { type CommandFile, type LineError, readCommandFile } from './command-file.ts'
import { CliError, json, said } from './io.ts'
import { type LineRanges, rangesOf, shownRanges } from './line-ranges.ts'
import type { Progress } from './progress.ts'

/** What became of the commands of a file, by index: those that stood before this run, those this run wrote, and those it could not. */
type Fate = Readonly<{ stood: ReadonlySet<number>; wrote: Set<number>; refused: LineError[] }>

/**
 * Commands from a file, decided whole before anything is written. After a conflict or a failure of the store it says which lines stand and
 * which do not, and the same command goes on: what stands is recognised by its id.
 *
 * @throws CliError `append.refused` (nothing was written; `where`: all wrong lines), `append.conflict` and `append.interrupted`
 * (`where`: `{stands, stood, missing, …}` as ranges of lines).
 */
export async function append(
  tracker: Pick<Tracker, 'preview' | 'import'>,
  path: string,
  actor: string,
  progress: Progress,
  asJson: boolean,
): Promise<void> {
  const { io } = progress
  const file = readCommandFile(path, actor)
  const { commands, lines } = file
  const preview = await tracker.preview(progress.through('检查 · checking', commands))
  const stood = new Set(preview.standing)
  const refusals = preview.refusals.map(({ index, refused, message }) => ({ line: lines[index] ?? 0, code: refused, message }))
  const wrong = [...file.errors, ...refusals].sort((a, b) => a.line - b.line)
  if (wrong.length > 0) throw refusedWhole(wrong, rangesOf(stood, lines))

  const fate: Fate = { stood, wrote: new Set(), refused: [] }
  const writing = tracker.import(commands, (outcome, index) => {
    progress.at('写入 · writing', index + 1, commands.length)
    if (!outcome.ok) fate.refused.push({ line: lines[index] ?? 0, code: outcome.refused, message: outcome.message })
    else if (!stood.has(index)) fate.wrote.add(index)
  })
  const summary = await writing.catch((error: unknown) => interrupted(tracker, file, fate, error))
  if (fate.refused.length > 0) throw conflict(file, fate)
  const before = rangesOf(stood, lines)
  if (asJson) return json(io, { ...summary, lines: lines.length, stood: before })
  await io.out(
    `${[`已写入 ${summary.events} 条事件`, ...stoodZh(before)].join('，')} · ${[`${summary.events} events written`, ...stoodEn(before)].join(', ')}\n`,
  )
}

function refusedWhole(wrong: readonly LineError[], stood: LineRanges): CliError {
  const zh = [`文件有 ${wrong.length} 处错误，未写入任何内容`, ...stoodZh(stood)].join('，')
  const en = [`${wrong.length} lines are wrong; nothing was written`, ...stoodEn(stood)].join(', ')
  return new CliError(1, 'append.refused', `${zh}：\n${listed(wrong)}`, `${en}.`, wrong)
}

/** Somebody else changed what these lines were decided on, between the check and the writing. */
function conflict(file: CommandFile, { stood, wrote, refused }: Fate): CliError {
  const where = standing(file, stood, wrote)
  return new CliError(
    1,
    'append.conflict',
    `写入期间数据被他人改动：${stands(where).zh}；请用同一文件再次运行同一命令继续。\n${listed(refused)}`,
    `Somebody else changed the data meanwhile: ${stands(where).en}; run the same command with the same file again to go on.`,
    { ...where, errors: refused },
  )
}

/** A failed append may stand all the same, so the log is asked once more; where it cannot be read, the answer says what is not known. */
async function interrupted(tracker: Pick<Tracker, 'preview'>, file: CommandFile, { stood, wrote, refused }: Fate, error: unknown): Promise<never> {
  const cause = said(error)
  const found = await tracker.preview(file.commands).then(
    ({ standing }) => standing,
    () => undefined,
  )
  const where = standing(file, stood, new Set([...wrote, ...(found ?? [])]))
  const unsure = found
    ? { zh: '', en: '' }
    : { zh: '（日志无法读取，未写入的行未经核对）', en: ' (the log cannot be read, so the others may stand too)' }
  throw new CliError(
    1,
    'append.interrupted',
    `写入中断：${stands(where).zh}${unsure.zh}；排除原因后，请用同一文件再次运行同一命令继续。原因：${cause.text.zh}`,
    `Writing was interrupted: ${stands(where).en}${unsure.en}; once the cause is gone, run the same command with the same file again to go on. The cause: ${cause.text.en}`,
    { ...where, confirmed: found !== undefined, errors: refused, cause: { code: cause.code, message: cause.text } },
  )
}

/** Which lines stand in the log, those of them that did before this run, and which do not. */
type Standing = Readonly<{ stands: LineRanges; stood: LineRanges; missing: LineRanges }>

function standing({ commands, lines }: CommandFile, stood: ReadonlySet<number>, wrote: ReadonlySet<number>): Standing {
  const [there, missing]: [number[], number[]] = [[], []]
  for (const index of commands.keys()) (stood.has(index) || wrote.has(index) ? there : missing).push(index)
  return { stands: rangesOf(there, lines), stood: rangesOf(stood, lines), missing: rangesOf(missing, lines) }
}

function stands({ stands: there, stood, missing }: Standing): { zh: string; en: string } {
  const zh = there.length > 0 ? [`第 ${shownRanges(there, '、')} 行已在日志中`] : ['没有一行写入日志']
  const en = there.length > 0 ? [`lines ${shownRanges(there, ', ')} stand`] : ['no line stands']
  if (stood.length > 0) {
    zh.push(`其中第 ${shownRanges(stood, '、')} 行此前已有`)
    en.push(`of them ${shownRanges(stood, ', ')} from before`)
  }
  if (missing.length > 0) {
    zh.push(`第 ${shownRanges(missing, '、')} 行未写入`)
    en.push(`lines ${shownRanges(missing, ', ')} were not written`)
  }
  return { zh: zh.join('，'), en: en.join(', ') }
}

function stoodZh(stood: LineRanges): string[] {
  return stood.length > 0 ? [`第 ${shownRanges(stood, '、')} 行此前已在日志中`] : []
}

function stoodEn(stood: LineRanges): string[] {
  return stood.length > 0 ? [`lines ${shownRanges(stood, ', ')} stood already`] : []
}

function listed(errors: readonly LineError[]): string {
  return errors.map(({ line, message }) => `第 ${line} 行：${message.zh} · line ${line}: ${message.en}`).join('\n')
}
