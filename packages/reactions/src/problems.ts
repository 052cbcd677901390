import { quotable, type Text } from '@rural-tracker/domain'

/** What cannot be done with reactions now, with a stable code and one sentence in both languages. */
export class ReactionsError extends Error {
  readonly code: string
  readonly text: Text
  constructor(code: string, zh: string, en: string) {
    super(en)
    this.code = code
    this.text = { zh, en }
  }
}

/** Something that went wrong and stopped nothing: it is tried again. */
export type Problem = Readonly<{ code: string; text: Text }>
export type OnProblem = (problem: Problem) => void

function problem(code: string, zh: string, en: string): Problem {
  return { code, text: { zh, en } }
}

/** The log holds outcomes, so somebody worked here before, and what was already handed over is not known any more. */
export function lost(): ReactionsError {
  return new ReactionsError(
    'reactions.lost',
    '日志中已有处理结果，但没有反应记录（reactions.db）；请恢复该文件，或用 --from-head 从日志末尾开始（此前未发出的不再发出）。',
    'The log holds outcomes and the record of reactions (reactions.db) is not there; put it back, or begin at the end of the log with --from-head (what was not sent before is not sent any more).',
  )
}

export function otherLog(): ReactionsError {
  return new ReactionsError(
    'reactions.other-log',
    '反应记录（reactions.db）与此日志不符；请恢复与日志一同备份的文件，或用 --from-head 从日志末尾开始。',
    'The record of reactions (reactions.db) is of another log, or of a later state of this one; put back the one that was backed up with the log, or begin at the end of the log with --from-head.',
  )
}

export function busy(by: string): ReactionsError {
  return new ReactionsError(
    'reactions.busy',
    `另一进程（${quotable(by)}）正在处理反应，请稍后再试。`,
    `Another process (${quotable(by)}) works on the reactions; try again later.`,
  )
}

export function notStopped(): ReactionsError {
  return new ReactionsError('reactions.not-stopped', '反应没有停止，无需恢复。', 'The reactions have not stopped; there is nothing to resume.')
}

export function unreadable(eventId: string, position: string, reason: string): Problem {
  return problem(
    'reactions.stopped',
    `反应停在位置 ${position} 的事件 ${eventId} 之前（${reason}）；请升级程序后重新启动，或用 tracker work resume --set-aside 搁置该事件。`,
    `Reactions stopped before the event ${eventId} at position ${position} (${reason}); upgrade this program and start it again, or set the event aside with tracker work resume --set-aside.`,
  )
}

export function queueAway(): Problem {
  return problem(
    'reactions.queue-away',
    '队列暂时无法使用，待发内容保留在发件箱中，稍后重试。',
    'The queue cannot be used now; what is owed stays in the outbox and is handed over later.',
  )
}

export function away(code: string): Problem {
  return problem(
    'reactions.away',
    `日志或反应记录暂时无法使用（${quotable(code)}），稍后继续。`,
    `The log or the record of reactions cannot be used now (${quotable(code)}); work goes on when it can.`,
  )
}

export function notRecorded(name: string, code: string): Problem {
  return problem(
    'reactions.not-recorded',
    `${name} 的结果未能写入日志（${quotable(code)}），稍后重试。`,
    `An outcome of ${name} could not be recorded (${quotable(code)}); it is tried again.`,
  )
}

export function nobodyKnows(name: string): Problem {
  return problem(
    'reactions.unknown-effect',
    `发件箱中有本版本不认识的内容 ${quotable(name)}，请升级程序；该内容保留。`,
    `The outbox holds ${quotable(name)}, which this release does not know; upgrade this program, it is kept meanwhile.`,
  )
}

export function dueWorkFailed(name: string, code: string): Problem {
  return problem(
    'reactions.due-work',
    `到期事项 ${name} 未能全部处理（${quotable(code)}），一分钟后重试。`,
    `The due work ${name} could not all be done (${quotable(code)}); it is asked again in a minute.`,
  )
}

export function rowsNotLookedAt(topic: string, code: string): Problem {
  return problem(
    'reactions.rows',
    `读模型 ${quotable(topic)} 的变动未能查看（${quotable(code)}），稍后重试。`,
    `Changes of the rows of ${quotable(topic)} could not be looked for (${quotable(code)}); it is tried again.`,
  )
}

/** The stable code of an error, never its words: they may repeat what somebody typed. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : 'internal'
}
