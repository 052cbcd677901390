import { quotable } from '@rural-tracker/domain'
import { TrackerError } from './config.ts'
import { postgres } from './open-rows.ts'

export type ReadModelRole = Readonly<{ name: string; password?: string }>

/** What became of a role: `password` only where it was made up here, and nowhere else to be found. */
export type MadeRole = Readonly<{ name: string; made: boolean; password?: string }>

/** As PostgreSQL takes a name without quotes, so that it can be typed everywhere. */
const NAME = /^[a-z][a-z0-9_]{0,62}$/

/**
 * Makes the two roles that read models in PostgreSQL need: the owner, as whom the tracker runs, and the reader, who may select from the views.
 * A role that is new and is given no password gets one made up.
 *
 * @param address of the database as an administrator, with `?schema=` when it is not `read_models`
 * @example const { reader } = await makeReadModelRoles(process.env.READ_MODELS_ADMIN_URL, { owner: { name: 'tracker' }, reader: { name: 'analyst' } })
 * @throws TrackerError for an address or a name that cannot be; RowsUnavailable for what the database refuses.
 */
export async function makeReadModelRoles(
  address: string,
  roles: Readonly<{ owner: ReadModelRole; reader: ReadModelRole }>,
): Promise<Readonly<{ owner: MadeRole; reader: MadeRole }>> {
  if (!/^postgres(?:ql)?:/.test(address)) {
    throw new TrackerError(
      'config.no-postgres',
      '这不是 PostgreSQL 的地址，请把 READ_MODELS_ADMIN_URL 设为管理员的 postgres://… 地址。',
      'This is no address of PostgreSQL; set READ_MODELS_ADMIN_URL to that of an administrator, postgres://….',
    )
  }
  for (const { name } of [roles.owner, roles.reader]) if (!NAME.test(name) || roles.owner.name === roles.reader.name) throw badName(name)
  const { createRoles } = await postgres()
  const withSecret = (role: ReadModelRole) => ({ ...role, passwordIfNew: crypto.randomUUID() })
  const [owner, reader] = [withSecret(roles.owner), withSecret(roles.reader)]
  const made = await createRoles(address, { owner, reader })
  const told = ({ name, password, passwordIfNew }: typeof owner): MadeRole => {
    const isNew = made.includes(name)
    return { name, made: isNew, ...(isNew && password === undefined ? { password: passwordIfNew } : {}) }
  }
  return { owner: told(owner), reader: told(reader) }
}

function badName(name: string): TrackerError {
  return new TrackerError(
    'config.role-name',
    `角色名 ${quotable(name)} 不可用；请用小写字母、数字和下划线，以字母开头，两个角色不同名。`,
    `The role name ${quotable(name)} cannot be used; take small letters, digits and underscores, a letter first, and two different names.`,
  )
}
