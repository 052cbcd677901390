import { copyEvents } from '@rural-tracker/tracker'
import { json } from './io.ts'
import type { Progress } from './progress.ts'

/** Moves the log and says what was done. The address is not repeated: it holds a password. */
export async function showCopy(data: string, to: string, progress: Progress, asJson: boolean): Promise<void> {
  const { io } = progress
  const report = await copyEvents(data, to, { onProgress: (done, total) => progress.at('复制并核对 · copying and comparing', done, total) })
  if (asJson) return json(io, { ok: true, ...report })
  const { events, already, positions, more } = report
  await io.out(
    [
      `已复制并逐条核对 ${events} 条事件（其中 ${already} 条此前已在目标日志中） · events copied and compared, ${already} of them were there before`,
      `新旧位置对照 · positions, old and new: ${positions}`,
      more
        ? '复制期间原日志又有新事件：请停止写入后再运行一次。 · The old log has grown meanwhile: stop whoever writes and run this again.'
        : '请把 EVENTS_URL 设为新地址；读模型在首次使用时重建。原日志未改动。 · Set EVENTS_URL to the new address; read models are built anew at first use.',
      '',
    ].join('\n'),
  )
}
