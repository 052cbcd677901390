import { quotable } from '@rural-tracker/domain'
import { EventStoreError } from '../errors.ts'
import type { Host } from './address.ts'

export function badAddress(zh: string, en: string): EventStoreError {
  return new EventStoreError(
    'store.bad-address',
    `事件日志的地址有误（${zh}）；请写成 esdb://用户:口令@主机:2113，多个主机用逗号分开，口令中的特殊字符用 % 编码。`,
    `The address of the event log is wrong (${en}); write esdb://user:password@host:2113, several hosts with commas, special characters of the password % encoded.`,
  )
}

/** What the address may name by its path. */
export type CertificateOption = 'tlsCAFile' | 'userCertFile' | 'userKeyFile'

export function noCertificate(path: string, option: CertificateOption, cause: unknown): EventStoreError {
  const [zh, en] = option === 'userKeyFile' ? ['证书私钥文件', 'key of the certificate'] : ['证书文件', 'certificate']
  return new EventStoreError(
    'store.no-certificate',
    `${zh} ${quotable(path)} 无法读取；请核对 ${option}。`,
    `The ${en} ${quotable(path)} cannot be read; check ${option}.`,
    cause,
  )
}

export function noUserCertificate(cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.no-certificate',
    '用户证书无法使用：文件不是 PEM 格式，或证书与私钥不是一对；请核对 userCertFile 和 userKeyFile。',
    'The certificate of the user cannot be used: a file is no PEM, or the key is that of another certificate; check userCertFile and userKeyFile.',
    cause,
  )
}

export function noClient(cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.no-client',
    '连接 EventStoreDB 需要安装客户端；请运行 npm install @eventstore/db-client@6.2.1。',
    'EventStoreDB needs its client; run npm install @eventstore/db-client@6.2.1.',
    cause,
  )
}

export function unreachable(hosts: readonly Host[], cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.unreachable',
    `事件日志服务器 ${said(hosts)} 一直无法使用；请检查服务器、网络和证书后重试。`,
    `The event log at ${said(hosts)} could not be used all this time; check the server, the network and the certificate, and repeat.`,
    cause,
  )
}

/** An append that was never answered, whatever was tried. The same append again has one effect. */
export function outcomeUnknown(hosts: readonly Host[], cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.outcome-unknown',
    `事件日志服务器 ${said(hosts)} 没有答复，这次写入是否成功尚不清楚；服务器恢复后请重复同一条命令，不会重复记录。`,
    `The event log at ${said(hosts)} did not answer, so it is not known whether this was written; repeat the same command when it is back, it has one effect.`,
    cause,
  )
}

export function denied(hosts: readonly Host[], cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.denied',
    `事件日志服务器 ${said(hosts)} 拒绝访问；请核对地址中的用户名和口令及其权限。`,
    `The event log at ${said(hosts)} denies access; check the user name and the password in the address, and what that user may do.`,
    cause,
  )
}

export function appendTooLarge(events: number, cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.append-too-large',
    `一次写入的 ${events} 条事件超过服务器的上限，什么也没有写入；请分成几条命令，或调大服务器的 MaxAppendSize。`,
    `The ${events} events of one append are above the server's limit and nothing was written; split the command, or raise MaxAppendSize on the server.`,
    cause,
  )
}

export function serverFailed(kind: string, cause: unknown): EventStoreError {
  return new EventStoreError(
    'store.server-failed',
    `事件日志服务器报告错误 ${quotable(kind)}；请查看服务器日志后重试。`,
    `The event log server reports ${quotable(kind)}; look into its log and repeat.`,
    cause,
  )
}

export function serverTooOld(): EventStoreError {
  return new EventStoreError(
    'store.server-too-old',
    '事件日志服务器的版本过旧，不提供事件的位置；请升级到 23.10 或更新的版本。',
    'The event log server is too old and gives events no position; upgrade it to 23.10 or later.',
  )
}

function said(hosts: readonly Host[]): string {
  return hosts.map(({ address, port }) => `${quotable(address)}:${port}`).join(', ')
}
