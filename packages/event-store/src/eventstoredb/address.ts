import { badAddress } from './errors.ts'

/** A server and its port. */
export type Host = Readonly<{ address: string; port: number }>

/** What an `esdb://` address says. */
export type Address = Readonly<{
  hosts: readonly Host[]
  /** One name that stands for several servers, given with `esdb+discover://`. */
  discover: boolean
  credentials: Readonly<{ username: string; password: string }> | undefined
  tls: boolean
  tlsCAFile: string | undefined
  /** The user's own certificate and its key, for a server that knows its users by them. */
  userCertificate: Readonly<{ userCertFile: string; userKeyFile: string }> | undefined
  connectionName: string | undefined
  numbers: Readonly<Partial<Record<(typeof NUMBERS)[number], number>>>
}>

const NUMBERS = ['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout', 'keepAliveInterval', 'keepAliveTimeout', 'defaultDeadline'] as const
const DEFAULT_PORT = 2113

const WHOLE =
  /^(?:esdb|kurrentdb|kdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/?]+):(?<password>[^@/?]*)@)?(?<hosts>[^/?@]+)\/?(?:\?(?<options>.*))?$/
const HOST = /^(?<address>[\w.-]+|\[[\da-f:]+\])(?::(?<port>\d{1,5}))?$/i

/**
 * Reads an address here, and not in the client: that one writes the whole address with its password to the console when an option is
 * unknown, and into its debug log always.
 *
 * @example parseAddress('esdb://tracker:secret@n1:2113,n2:2113,n3:2113?tlsCAFile=/etc/ca.crt')
 * @throws `store.bad-address`, which says what is wrong and never the address.
 */
export function parseAddress(url: string): Address {
  const { discover, user, password, hosts = '', options = '' } = WHOLE.exec(url.trim())?.groups ?? {}
  if (hosts === '') throw badAddress('格式', 'its form')
  // As the client does it, capitals, hyphens and underscores of an option's name do not matter.
  const given = new Map([...new URLSearchParams(options.replaceAll('+', '%2B'))].map(([name, value]) => [plain(name), value]))
  const take = (name: string) => {
    const value = given.get(plain(name))
    given.delete(plain(name))
    return value
  }
  const tls = onOrOff('tls', take('tls') ?? 'true')
  const [tlsCAFile, connectionName] = [take('tlsCAFile'), take('connectionName')]
  const userCertificate = bothOrNone(take('userCertFile'), take('userKeyFile'))
  // Writes and reads ask the leader, so that who has written reads what was written.
  if ((take('nodePreference') ?? 'leader') !== 'leader') throw badAddress('nodePreference 只能为 leader', 'nodePreference can only be leader')
  // The client would check the certificate all the same.
  if ((take('tlsVerifyCert') ?? 'true') !== 'true') throw badAddress('tlsVerifyCert 只能为 true', 'tlsVerifyCert can only be true')
  const numbers = Object.fromEntries(NUMBERS.flatMap((name) => whole(name, take(name))))
  for (const name of given.keys()) throw badAddress(`选项 ${optionName(name)}`, `the option ${optionName(name)}`)
  if (!tls && userCertificate) throw badAddress('userCertFile 须配合 tls=true', 'userCertFile needs tls=true')
  if (tls && user === undefined && !userCertificate)
    throw badAddress('缺少用户名和口令，或用户证书', 'a user name and a password, or the certificate of a user, are missing')
  return {
    hosts: hosts.split(',').map(hostOf),
    discover: discover !== undefined,
    credentials: user === undefined ? undefined : { username: decoded(user), password: decoded(password ?? '') },
    tls,
    tlsCAFile,
    userCertificate,
    connectionName,
    numbers,
  }
}

function bothOrNone(userCertFile: string | undefined, userKeyFile: string | undefined): Address['userCertificate'] {
  if (userCertFile === undefined && userKeyFile === undefined) return undefined
  if (userCertFile && userKeyFile) return { userCertFile, userKeyFile }
  throw badAddress('userCertFile 与 userKeyFile 须一起给出', 'userCertFile and userKeyFile have to be given together')
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '')
}

function hostOf(text: string): Host {
  const { address, port = String(DEFAULT_PORT) } = HOST.exec(text.trim())?.groups ?? {}
  if (address === undefined || Number(port) > 65_535) throw badAddress('主机', 'a host')
  return { address, port: Number(port) }
}

function onOrOff(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw badAddress(`${name} 只能为 true 或 false`, `${name} can only be true or false`)
}

function whole(name: string, value: string | undefined): [string, number][] {
  if (value === undefined) return []
  if (/^-1$|^\d{1,9}$/.test(value)) return [[name, Number(value)]]
  throw badAddress(`${name} 应为整数`, `${name} has to be a whole number`)
}

/** Only what has the form of an option's name is said back: a forgotten `&` puts a password there. */
function optionName(name: string): string {
  return /^[A-Za-z]{1,24}$/.test(name) ? name : '「…」'
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badAddress('用户名或口令中的 % 编码', 'the % encoding of the user name or the password')
  }
}
