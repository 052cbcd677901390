import { type MadeRole, makeReadModelRoles } from '@rural-tracker/tracker'
import { CliError, type Io, json } from './io.ts'

export type RolesAsked = Readonly<{ owner: string; reader: string }>

/** Makes the roles of read models in PostgreSQL. Addresses and passwords come from the environment: what is typed stays in a shell's history. */
export async function makeRoles(asked: RolesAsked, env: Readonly<Record<string, string | undefined>>, io: Io, asJson: boolean): Promise<void> {
  const { READ_MODELS_ADMIN_URL: address, READ_MODELS_OWNER_PASSWORD: ownerPassword, READ_MODELS_READER_PASSWORD: readerPassword } = env
  if (!address) {
    throw new CliError(
      2,
      'usage',
      '请把 READ_MODELS_ADMIN_URL 设为 PostgreSQL 管理员的地址，如 postgres://postgres:口令@主机/数据库。',
      'Set READ_MODELS_ADMIN_URL to the address of an administrator of PostgreSQL, such as postgres://postgres:password@host/database.',
    )
  }
  const role = (name: string, password: string | undefined) => ({ name, ...(password ? { password } : {}) })
  const made = await makeReadModelRoles(address, { owner: role(asked.owner, ownerPassword), reader: role(asked.reader, readerPassword) })
  if (asJson) return json(io, made)
  await io.out(`${line('读模型属主 · owner', made.owner)}${line('只读角色 · reader', made.reader)}`)
}

function line(what: string, { name, made, password }: MadeRole): string {
  const state = made ? '新建 · made' : '已有 · was there'
  const secret = password === undefined ? '' : `，口令只显示这一次 · its password, shown this once: ${password}`
  return `${what}：${name}（${state}）${secret}\n`
}
