import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { quotable } from '@rural-tracker/domain'
import { makeFolder, TrackerError } from '../config.ts'

const BYTES = 32

/**
 * The key in a file, as 64 hexadecimal digits; made with the first call, for the owner's eyes only.
 *
 * @throws TrackerError when the file cannot be read or made, or holds something else.
 */
export function masterKeyIn(path: string): Buffer {
  makeFolder(dirname(path))
  try {
    return keyIn(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw asOurs(error, path)
  }
  const draft = `${path}.${process.pid}.new`
  try {
    writeFileSync(draft, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    // A link fails where a file is: of two that make it at once, both read the same.
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asOurs(error, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return keyIn(path)
}

function keyIn(path: string): Buffer {
  const text = readFileSync(path, 'utf8').trim()
  if (/^[\da-f]{64}$/.test(text)) return Buffer.from(text, 'hex')
  throw new TrackerError(
    'reactions.key-malformed',
    `密钥文件 ${quotable(path)} 的内容不对，应为 64 位十六进制；请恢复原文件，否则接收方无法核对签名。`,
    `The key file ${quotable(path)} does not hold 64 hexadecimal digits; put the former one back, or receivers cannot check what is signed.`,
  )
}

function asOurs(error: unknown, path: string): unknown {
  if (error instanceof TrackerError) return error
  return new TrackerError(
    'reactions.key-unreadable',
    `密钥文件 ${quotable(path)} 无法读取或建立，请核对权限。`,
    `The key file ${quotable(path)} cannot be read or made; check its permissions.`,
  )
}
