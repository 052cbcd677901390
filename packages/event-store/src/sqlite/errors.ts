import { quotable } from '@rural-tracker/domain'
import { EventStoreError } from '../errors.ts'
import { isBusy } from './driver.ts'

export function newerSchema(path: string, found: number, known: number): EventStoreError {
  return new EventStoreError(
    'store.newer-format',
    `日志文件 ${quotable(path)} 由更新的版本写成（格式 ${found}，本程序只认识 ${known}）；请升级程序后再打开。`,
    `The log ${quotable(path)} was written by a newer release (schema ${found}, this one knows ${known}); upgrade this program and open it again.`,
  )
}

export function notALog(path: string, cause?: unknown): EventStoreError {
  return new EventStoreError(
    'store.not-a-log',
    `文件 ${quotable(path)} 不是事件日志；请检查 EVENTS_URL 的路径。`,
    `The file ${quotable(path)} is not an event log; check the path in EVENTS_URL.`,
    cause,
  )
}

export function cannotOpen(path: string, cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.cannot-open',
    `事件日志 ${quotable(path)} 无法打开；请检查路径、权限和磁盘空间。`,
    `The log ${quotable(path)} cannot be opened; check the path, the permissions and the space on the disk.`,
    cause,
  )
}

/** Why a commit failed. Nothing of it was written, so the same appends may be given again. */
export function writeFailed(path: string, cause: unknown): EventStoreError {
  if (isBusy(cause)) {
    return new EventStoreError(
      'store.busy',
      `事件日志 ${quotable(path)} 正被另一进程写入，等待超时，这一批什么也没有写入；请稍后重试。`,
      `Another process kept writing to the log ${quotable(path)} for too long and nothing of this commit was written; repeat in a while.`,
      cause,
    )
  }
  return new EventStoreError(
    'store.write-failed',
    `写入事件日志 ${quotable(path)} 失败，这一批什么也没有写入；请检查磁盘空间和权限后重试。`,
    `Writing to the log ${quotable(path)} failed and nothing of this commit was written; check the space and permissions of the disk and repeat.`,
    cause,
  )
}
