import { quotable, type Text } from '@rural-tracker/domain'
import { MAX_EVENT_BYTES } from './port.ts'

/** What went wrong with a log, for programs (`code`) and for people (`text`). Never holds data of an event. */
export class EventStoreError extends Error {
  readonly code: string
  readonly text: Text
  constructor(code: string, zh: string, en: string, cause?: unknown) {
    super(en, cause === undefined ? undefined : { cause })
    this.name = 'EventStoreError'
    this.code = code
    this.text = { zh, en }
  }
}

/** An event above `MAX_EVENT_BYTES`. Nothing of its append was written. */
export class EventTooLarge extends EventStoreError {
  constructor(type: string, bytes: number) {
    super(
      'event.too-large',
      `事件 ${type} 有 ${bytes} 字节，超过上限 ${MAX_EVENT_BYTES} 字节；请把内容拆分，或只记录其编号。`,
      `The event ${type} has ${bytes} bytes, above the limit of ${MAX_EVENT_BYTES}; split it or record a reference only.`,
    )
    this.name = 'EventTooLarge'
  }
}

/** An event that cannot be JSON: a bigint, a cycle, or no data at all. */
export function notJson(type: string, cause?: unknown): EventStoreError {
  return new EventStoreError(
    'event.not-json',
    `事件 ${type} 的数据不是 JSON，不能写入；请只使用 JSON 能表达的值。`,
    `The data of the event ${type} is not JSON and cannot be written; use values that JSON can say.`,
    cause,
  )
}

export function storeClosed(): EventStoreError {
  return new EventStoreError('store.closed', '事件日志已关闭，请重新打开后再试。', 'The event log is closed; open it again and repeat.')
}

/** An event in an aggregate's own stream that this release cannot read: deciding without it would be deciding on half the truth. */
export function unreadableEvent(stream: string, revision: bigint, type: string, reason: string): EventStoreError {
  return new EventStoreError(
    'stream.unreadable',
    `流 ${quotable(stream)} 第 ${revision} 号事件 ${type} 无法读取（${reason}）；请升级程序后重试。`,
    `Event ${revision} (${type}) of the stream ${quotable(stream)} cannot be read: ${reason}; upgrade this program and repeat.`,
  )
}
