import type { Text } from '@rural-tracker/domain'
import { EventStoreError } from '@rural-tracker/event-store'
import { CannotFold, Fenced, type PartLoaded, type PartProgress, type PartTask, RowsUnavailable } from '@rural-tracker/projections'
import { type TrackerConfig, TrackerError } from '../config.ts'
import { type Fault, faultOf } from '../service-process.ts'

/** Where a thread finds the log and the rows, and which part it builds. */
export type ThreadTask = Readonly<{ place: ThreadPlace; task: PartTask }>
export type ThreadPlace = Pick<TrackerConfig, 'eventsUrl' | 'readModelsUrl'>

/** What a thread is told: all have loaded, and the tables have their keys. */
export type ToThread = 'finish'
export type FromThread = Readonly<
  | { kind: 'progress'; progress: PartProgress }
  | { kind: 'loaded'; loaded: PartLoaded }
  | { kind: 'finished' }
  | { kind: 'failed'; failure: ThreadFailure }
>

/** An error on its way between threads, where its class is lost. */
export type ThreadFailure = Readonly<{ fault: Fault; said?: Said; cannotFold?: Pick<CannotFold, 'model' | 'failure' | 'before' | 'undecodable'> }>
type Said = Readonly<{ code: string; text: Text; passing: boolean; model: string }>

export function failureIn(error: unknown): ThreadFailure {
  const { code, text, passing = false, model = '' } = (error ?? {}) as Partial<Said>
  const fault = faultOf(error)
  if (error instanceof CannotFold) {
    const { model: name, failure, before, undecodable } = error
    return { fault, cannotFold: { model: name, failure, before, undecodable } }
  }
  return code !== undefined && text !== undefined ? { fault, said: { code, text, passing, model } } : { fault }
}

/** The same error on this side: whoever tries again what passes by itself knows it by its class. */
export function errorOf({ fault, said, cannotFold }: ThreadFailure): Error {
  if (cannotFold) return new CannotFold(cannotFold.model, cannotFold.failure, cannotFold)
  if (!said) return Object.assign(threadDied(), { cause: fault })
  const { code, text, passing, model } = said
  if (code === 'projection.fenced') return new Fenced(model)
  if (code === 'rows.unavailable') return Object.assign(new RowsUnavailable('', undefined, passing), { message: text.en, text })
  return code.startsWith('store.') ? new EventStoreError(code, text.zh, text.en) : new TrackerError(code, text.zh, text.en)
}

export function threadDied(): TrackerError {
  return new TrackerError(
    'rebuild.thread-died',
    '重建读模型的一个线程中途结束，原表保持不变，未留下任何内容；请重新重建，内存不足时请减小 REBUILD_THREADS。',
    'A thread of the rebuild ended before its work was done; the live table stays as it was and nothing is left of it: rebuild again, with a smaller REBUILD_THREADS where memory is short.',
  )
}

export function threadsEnded(): TrackerError {
  return new TrackerError(
    'rebuild.ended',
    '台账正在关闭，重建读模型已中止，原表保持不变；请重新打开后再重建。',
    'The tracker is being closed, so the rebuild was ended and the live table stays as it was; open it again and rebuild.',
  )
}
