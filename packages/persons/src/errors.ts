import { quotable } from '@rural-tracker/domain'

/**
 * What went wrong, for programs (`code`) and for people (`text`). Names the person's id at most, and never anything of a record or a key:
 * errors end up in logs.
 */
export class PersonsError extends Error {
  readonly code: string
  readonly text: Readonly<{ zh: string; en: string }>
  constructor(code: string, zh: string, en: string, cause?: unknown) {
    super(en, cause === undefined ? undefined : { cause })
    this.name = 'PersonsError'
    this.code = code
    this.text = { zh, en }
  }
}

const BUSY = 5
const LOCKED = 6
const NOT_A_DATABASE = 26

/** Does something with a file; what SQLite says against it becomes a sentence. */
export function withFile<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof PersonsError ? error : inWords(path, error)
  }
}

function inWords(path: string, error: unknown): PersonsError {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
  if (code === NOT_A_DATABASE) return notARegister(path, error)
  if (code === BUSY || code === LOCKED) {
    return new PersonsError(
      'persons.busy',
      `登记簿文件 ${quotable(path)} 正被另一进程占用，等待超时；请稍后重试。`,
      `Another process kept the register's file ${quotable(path)} for too long; repeat in a while.`,
      error,
    )
  }
  return new PersonsError(
    'persons.failed',
    `登记簿文件 ${quotable(path)} 读写失败；请检查路径、权限和磁盘空间。`,
    `The register's file ${quotable(path)} cannot be read or written; check the path, the permissions and the space on the disk.`,
    error,
  )
}

export function notARegister(path: string, cause?: unknown): PersonsError {
  return new PersonsError(
    'persons.not-a-register',
    `文件 ${quotable(path)} 不是所要的人员登记簿文件，未作改动；请核对路径。`,
    `The file ${quotable(path)} is not the file of a persons register that was asked for and stays as it is; check the path.`,
    cause,
  )
}

export function malformedId(): PersonsError {
  return new PersonsError(
    'persons.malformed-id',
    '人员编号不合格：应为 P 加至少五位数字或大写字母，数字不超过十位，且不得含证件号码、电话或账号。',
    'A person id is P and at least five digits or capital letters, at most ten of them digits, and never an ID number, a phone or an account.',
  )
}
