import type { AnyCommand, Role } from '@rural-tracker/domain'
import { newToken, type Tracker } from '@rural-tracker/tracker'
import { CliError, type Io, json, table } from './io.ts'
import { warnBehind } from './show.ts'
import { today } from './values.ts'

type Reason = Extract<AnyCommand, { type: 'RevokeServiceKey' }>['data']['reason']

const ACTOR = 'cli:operator'
const MOST = 1_000

/** Makes a key and prints its token, this once: the log keeps its hash only. */
export async function issueKey(
  tracker: Tracker,
  asked: { role: string; division: string; validTo?: string },
  io: Io,
  asJson: boolean,
): Promise<void> {
  const { division, validTo } = asked
  const { token, key, hash } = newToken(division)
  const data = { division, key, hash, role: asked.role as Role, occurredOn: today(), ...(validTo === undefined ? {} : { validTo }) }
  const outcome = await tracker.execute({ type: 'IssueServiceKey', data }, { commandId: `keys:issue:${key}`, actor: ACTOR, source: 'cli' })
  if (!outcome.ok) throw new CliError(1, outcome.refused, outcome.message.zh, outcome.message.en)
  if (asJson) return json(io, { key, division, role: asked.role, validTo: validTo ?? null, token })
  await io.out(`${token}\n`)
  io.err('密钥只显示这一次，请立即保存。 · The key is shown this once; keep it now.\n')
}

/** Ends a key at once. A key that was revoked before stays so. */
export async function revokeKey(
  tracker: Tracker,
  key: string,
  { division, reason = 'noLongerNeeded' }: { division: string; reason?: string },
  io: Io,
  asJson: boolean,
): Promise<void> {
  const data = { division, key, reason: reason as Reason, occurredOn: today() }
  const outcome = await tracker.execute(
    { type: 'RevokeServiceKey', data },
    { commandId: `keys:revoke:${division}:${key}`, actor: ACTOR, source: 'cli' },
  )
  if (!outcome.ok) throw new CliError(1, outcome.refused, outcome.message.zh, outcome.message.en)
  if (asJson) return json(io, { key, division, revoked: true })
  await io.out(`密钥 ${key} 已撤销 · revoked\n`)
}

/** Every key there was, and what has become of it. */
export async function listKeys(tracker: Tracker, io: Io, asJson: boolean): Promise<void> {
  const answer = await tracker.serviceKeys({ limit: MOST })
  warnBehind(answer, io)
  if (asJson) return json(io, answer)
  const rows = answer.keys.map(({ key, division, role, issuedOn, issuedBy, validTo, revokedOn }) => [
    key,
    division,
    role,
    `${issuedOn} ${issuedBy}`,
    revokedOn !== null ? `${revokedOn} 撤销` : validTo === null ? '有效' : validTo < today() ? `${validTo} 到期` : `有效至 ${validTo}`,
  ])
  const more = answer.total > answer.keys.length ? `共 ${answer.total} 个，只显示前 ${answer.keys.length} 个 · the first of ${answer.total}\n` : ''
  await io.out(`${table([['密钥', '区划', '角色', '签发', '状态'], ...rows])}\n${more}`)
}
