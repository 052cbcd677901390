import { quotable } from '@rural-tracker/domain'
import { EventStoreError, type Position } from '@rural-tracker/event-store'
import type { Poison } from './event.ts'
import type { ReadModel } from './model.ts'
import { Fenced, RowsUnavailable, type Slot } from './rows.ts'

/** An operation on a read model that cannot be done now, with a sentence for people. */
export class ProjectionError extends Error {
  readonly code: string
  readonly text: Readonly<{ zh: string; en: string }>
  constructor(code: string, zh: string, en: string) {
    super(en)
    this.code = code
    this.text = { zh, en }
  }
}

/** Where a model stopped, as it is kept and shown. */
export function failureOf({ event, reason }: Poison): NonNullable<Slot['failure']> {
  return { position: String(event.position), eventId: event.id, stream: event.stream, reason }
}

/** Why, and which event it is, where that is known. */
export type FailedFold = Readonly<{ eventId?: string; position?: string; reason: string }>

/** A build cannot go on: an event of it cannot be folded. */
export class CannotFold extends ProjectionError {
  readonly model: string
  readonly failure: FailedFold
  /** The last event before it, up to which it can be built; none where that is not known, or there is none. */
  readonly before: Position | undefined
  /** The type of an event that does not even decode: whoever reads it comes to the same. */
  readonly undecodable: string | undefined
  constructor(
    model: string,
    failure: FailedFold,
    { before, undecodable }: Readonly<{ before?: Position | undefined; undecodable?: string | undefined }> = {},
  ) {
    const { eventId, position, reason } = failure
    const where = eventId === undefined ? reason : `${eventId} @ ${position}: ${reason}`
    super(
      'projection.poison',
      `读模型 ${model} 遇到无法处理的事件，原表保持不变（${where}）。`,
      `${model} met an event it cannot fold; the live table stays as it was (${where}).`,
    )
    this.model = model
    this.failure = failure
    this.before = before
    this.undecodable = undecodable
  }
}

/** Who asked for it, or the process in which it was done, ended it. */
export function rebuildEnded(): ProjectionError {
  return new ProjectionError(
    'rebuild.ended',
    '重建读模型已按要求中止，原表保持不变；需要时请再次重建。',
    'The rebuild was ended as asked and the live table stays as it was; rebuild again when you want it.',
  )
}

/** The database, the log, another process or who ended it: nothing that an event could be blamed for. */
export function isOfNoEvent(error: unknown): boolean {
  if (error instanceof Fenced || error instanceof RowsUnavailable || error instanceof EventStoreError || error instanceof ProjectionError) return true
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
}

export function busy(name: string): ProjectionError {
  return new ProjectionError(
    'projection.busy',
    `读模型 ${name} 正由另一进程处理，请稍后再试。`,
    `Another process is working on ${name}; try again later.`,
  )
}

export function noFormer(name: string): ProjectionError {
  return new ProjectionError('projection.no-former', `读模型 ${name} 没有可回退的旧版本。`, `${name} has no former copy to roll back to.`)
}

export function stoppedAtDay(name: string): ProjectionError {
  return new ProjectionError(
    'projection.stopped-at-day',
    `读模型 ${name} 停在一个日期上，没有可搁置的事件；请换用能处理该日期的版本后再恢复，不带 --set-aside。`,
    `${name} has stopped at a day and at no event that could be set aside; resume it without that, with a release that can bear the day.`,
  )
}

export function notFailed(name: string): ProjectionError {
  return new ProjectionError('projection.not-failed', `读模型 ${name} 没有停止，无需恢复。`, `${name} has not stopped; there is nothing to resume.`)
}

export function unknownModel(name: string, models: readonly ReadModel[]): ProjectionError {
  const names = models.map((model) => model.name).join(', ')
  return new ProjectionError(
    'projection.unknown',
    `没有名为 ${quotable(name)} 的读模型；现有：${names}。`,
    `There is no read model ${quotable(name)}; there are: ${names}.`,
  )
}

export function shapeChanged(model: ReadModel): ProjectionError {
  return new ProjectionError(
    'projection.shape-changed',
    `读模型 ${model.name} 第 ${model.version} 版的定义已变，请提高版本号后重建。`,
    `${model.name} v${model.version} is defined otherwise than when it was built; raise its version to rebuild it.`,
  )
}

export function newerFormat(version: number): ProjectionError {
  return new ProjectionError(
    'projection.newer-format',
    `读模型由更新的版本写成（格式 ${version}），请升级程序。`,
    `The read models were written by a newer release (format ${version}); upgrade this program.`,
  )
}

/** The new copy stands ready, and somebody's open query or own view keeps the old one in place. */
export function cannotSwitch(name: string): ProjectionError {
  return new ProjectionError(
    'projection.cannot-switch',
    `读模型 ${name} 的视图正被长时间查询占用，新表未启用；请结束该查询后重试。`,
    `A long query holds the views of ${name}, so the new copy was not put in place; end that query and try again.`,
  )
}

export function viewInUse(name: string): ProjectionError {
  return new ProjectionError(
    'projection.view-in-use',
    `读模型 ${name} 的列已变，而别处的视图依赖旧列；请先删除那些视图后重试。`,
    `The columns of ${name} have changed and views of somebody else are made from the old ones; drop those views and try again.`,
  )
}
