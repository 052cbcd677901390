import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { ServerWritableStream } from '@grpc/grpc-js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Recorded, ServerLog } from './log.ts'
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, nameOf, notFoundMessage } from './messages.ts'
import type { Faults } from './node.ts'

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>
type Options = streams.ReadReq.Options

const SEARCH_WINDOW = 32
const GONE = ['cancelled', 'close'] as const

/** Answers a bounded read: of a stream or of the log, either way. */
export async function answerRead(log: ServerLog, faults: Faults, call: ReadCall): Promise<void> {
  const options = call.request.getOptions() as Options
  const { records, start } = sourceOf(log, options)
  if (records === undefined) {
    call.write(notFoundMessage(nameOf(options.getStream()?.getStreamIdentifier())))
    call.end()
    return
  }
  const step = isBackwards(options) ? -1 : 1
  const end = records.length
  let left = Number(options.getCount())
  for (let at = start; left > 0 && at >= 0 && at < end && !call.cancelled; at += step, left--) {
    if (faults.delayMs > 0) await setTimeout(faults.delayMs)
    if (!(await send(call, eventMessage(records[at] as Recorded)))) return
  }
  call.end()
}

/** Answers a subscription to the log, for as long as somebody listens. */
export async function answerSubscription(log: ServerLog, faults: Faults, call: ReadCall): Promise<void> {
  const options = call.request.getOptions() as Options
  const wanted = filterOf(options)
  let at = firstAfter(log, options)
  call.write(confirmationMessage(randomUUID()))
  let isLive = false
  let isDead = false
  let unseen = 0
  while (!call.cancelled && !call.destroyed) {
    isDead ||= faults.mute
    for (; at < log.all.length && !isDead; at++) {
      const record = log.all[at] as Recorded
      if (wanted(record)) {
        if (!(await send(call, eventMessage(record)))) return
      } else if (options.hasFilter() && ++unseen % SEARCH_WINDOW === 0) call.write(checkpointMessage(record.position))
    }
    if (!isLive && !isDead) call.write(caughtUpMessage())
    isLive = true
    await nextAppend(log, call)
  }
}

/** False when nobody listens any longer. */
async function send(call: ReadCall, message: streams.ReadResp): Promise<boolean> {
  if (call.cancelled || call.destroyed) return false
  if (call.write(message)) return true
  await drained(call)
  return !call.cancelled && !call.destroyed
}

function drained(call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const names = ['drain', ...GONE]
    const done = () => {
      for (const name of names) call.off(name, done)
      resolve()
    }
    for (const name of names) call.once(name, done)
  })
}

/** Until something is appended, or nobody listens any longer. Leaves no listener behind. */
function nextAppend(log: ServerLog, call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      off()
      for (const name of GONE) call.off(name, done)
      resolve()
    }
    const off = log.onAppend(done)
    for (const name of GONE) call.once(name, done)
  })
}

function sourceOf(log: ServerLog, options: Options): { records: readonly Recorded[] | undefined; start: number } {
  if (options.hasAll()) return { records: log.all, start: startInAll(log, options) }
  const records = log.stream(nameOf(options.getStream()?.getStreamIdentifier()))
  if (records.length === 0) return { records: undefined, start: 0 }
  const at = options.getStream()
  if (at?.hasStart()) return { records, start: 0 }
  if (at?.hasEnd()) return { records, start: records.length - 1 }
  const revision = Number(at?.getRevision())
  return { records, start: isBackwards(options) ? Math.min(revision, records.length - 1) : revision }
}

/** A read begins with what stands at the position, a subscription after it. */
function startInAll(log: ServerLog, options: Options): number {
  const all = options.getAll()
  if (all?.hasStart()) return 0
  if (all?.hasEnd()) return isBackwards(options) ? log.all.length - 1 : log.all.length
  const position = BigInt(all?.getPosition()?.getCommitPosition() ?? 0)
  return isBackwards(options) ? log.placeOf(position) - 1 : log.placeOf(position)
}

function firstAfter(log: ServerLog, options: Options): number {
  const position = options.getAll()?.getPosition()
  return position ? log.placeOf(BigInt(position.getCommitPosition()) + 1n) : startInAll(log, options)
}

function isBackwards(options: Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS
}

function filterOf(options: Options): (record: Recorded) => boolean {
  const byType = options.getFilter()?.getEventType()
  const regex = byType ? new RegExp(byType.getRegex()) : undefined
  return ({ type }) => !regex || regex.test(type)
}
