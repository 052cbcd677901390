import type { Problem, Tracker } from '@rural-tracker/tracker'
import { CliError, type Io, json } from './io.ts'
import type { Progress } from './progress.ts'

const A_MINUTE = 60_000

/** Says each kind of problem once a minute: what is tried again every second would fill the screen. */
export function problemsTo(progress: Progress): (problem: Problem) => void {
  const saidAt = new Map<string, number>()
  return ({ code, text }) => {
    const now = Date.now()
    if (now - (saidAt.get(code) ?? Number.NEGATIVE_INFINITY) < A_MINUTE) return
    saidAt.set(code, now)
    progress.io.err(`${text.zh}\n${text.en}\n`)
  }
}

/**
 * Does outside what events ask for, and what time makes due: until it is told to stop, or once.
 *
 * @throws CliError `reactions.stopped` when the reactions stand before an event that they cannot read; what could be done is done.
 */
export async function work(tracker: Tracker, how: { once?: boolean; fromHead?: boolean }, io: Io, asJson: boolean): Promise<void> {
  const begin = how.fromHead ? { fromHead: true } : {}
  if (!how.once) return untilStopped((signal) => tracker.work(signal, begin))
  const report = await tracker.workOnce(begin)
  if (report.stopped)
    throw new CliError(
      1,
      'reactions.stopped',
      '反应停在一条无法读取的事件之前；请升级程序后再运行，或用 tracker work resume --set-aside 搁置该事件。',
      'The reactions stand before an event that they cannot read; upgrade this program and run it again, or set the event aside with tracker work resume --set-aside.',
      report,
    )
  if (asJson) return json(io, report)
  const { settled, owed, nextDueAt, dueWork } = report
  const due = dueWork.map(({ name, news, refused }) => `  ${name}：${news}${refused > 0 ? `（${refused} 未成 · refused）` : ''}\n`)
  const later = owed > 0 ? `，待发 ${owed} · ${owed} owed${nextDueAt === null ? '' : `, ${nextDueAt}`}` : ''
  await io.out(`已完成 ${settled} · ${settled} done${later}\n${due.join('')}`)
}

/** How far the reactions are, where they stand still, and what was set aside. */
export async function showReactions(tracker: Tracker, io: Io, asJson: boolean): Promise<void> {
  const status = await tracker.reactionsStatus()
  if (asJson) return json(io, status)
  const { position, owed, retrying, failure, setAside } = status
  const stopped = failure ? `停在 · stopped before ${failure.eventId} @ ${failure.position}：${failure.reason}\n` : ''
  const aside = setAside.map((one) => `已搁置 · set aside ${one.at} ${one.eventId} @ ${one.position}：${one.reason}\n`)
  await io.out(`位置 ${position ?? '-'}，待发 ${owed}（重试中 ${retrying}） · ${owed} owed, ${retrying} tried again\n${stopped}${aside.join('')}`)
}

/** Does something until somebody presses Ctrl-C or the system says stop. The second time the system's own way applies. */
export async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  try {
    return await run(stop.signal)
  } finally {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}
