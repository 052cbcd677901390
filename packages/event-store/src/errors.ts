import type { Text } from '@rural-tracker/domain'

/** An error of the store with a stable code and one sentence in both languages. Never holds data of an event. */
export class EventStoreError extends Error {
  readonly code: string
  readonly text: Text
  constructor(code: string, zh: string, en: string) {
    super(en)
    this.code = code
    this.text = { zh, en }
  }
}

export function eventTooLarge(type: string, bytes: number, max: number): EventStoreError {
  return new EventStoreError('event.too-large', `事件 ${type} 有 ${bytes} 字节，超过上限 ${max}，请拆分。`, `The event ${type} has ${bytes} bytes, more than ${max}; split it.`)
}
