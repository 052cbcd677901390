import type { Text } from '@rural-tracker/domain'
import { type Caller, type Fault, faultOf, openTracker, type QueryName, type Tracker, type TrackerConfig } from '@rural-tracker/tracker'
import { parentPort, workerData } from 'node:worker_threads'

/** One question for this thread. */
export type ScanAsked = Readonly<{ caller: Caller; name: string; params: unknown; today: string }>
export type ScanAnswer = Readonly<
  { kind: 'answer'; answer: unknown } | { kind: 'refused'; code: string; text: Text } | { kind: 'failed'; fault: Fault }
>

let today = ''
let tracker: Promise<Tracker> | undefined

parentPort?.on('message', (asked: ScanAsked) => {
  void answer(asked).then((told) => parentPort?.postMessage(told))
})

async function answer({ caller, name, params, today: day }: ScanAsked): Promise<ScanAnswer> {
  try {
    today = day
    // The service keeps the read models at the head: two writers in one process would put each other out.
    tracker ??= openTracker({ ...(workerData as TrackerConfig), projects: false, today: () => today })
    return { kind: 'answer', answer: await (await tracker).as(caller).query(name as QueryName, params as never) }
  } catch (error) {
    const { code, text } = error as Partial<{ code: string; text: Text }>
    if (code !== undefined && text !== undefined) return { kind: 'refused', code, text }
    return { kind: 'failed', fault: faultOf(error) }
  }
}
