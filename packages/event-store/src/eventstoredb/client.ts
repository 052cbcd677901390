import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { EventStoreDBClient } from '@eventstore/db-client'
import type { Address } from './address.ts'
import { type CertificateOption, noCertificate, noClient, noUserCertificate } from './errors.ts'

// The only file that loads the client: whoever has no esdb address needs none.

/** As the client wants it: an append without credentials of its own would take the batch path. */
export type Credentials = Readonly<{ username: string; password: string }>

/** Sent to nobody: over an unencrypted connection the client leaves credentials out. */
const NOBODY: Credentials = { username: 'none', password: 'none' }

/** Below this the client warns. */
const KEEP_ALIVE_MS = 10_000

/** Makes clients for one address. */
export type Clients = Readonly<{
  open: () => EventStoreDBClient
  /**
   * Client defects 1, 2 and 3 are all on its batch path: a broken connection rejects the pending appends of every other client of the process
   * and a late answer then ends the process; there is no deadline; and without exceptions a conflict's revision is always 1. A call with
   * credentials of its own takes the unary path, which has none of them, so these go along with every append. Undefined where a certificate says
   * who it is: a name that goes along would count instead. Such a client is told that its server has no batch path.
   */
  credentials: Credentials | undefined
}>

/** @throws `store.no-client`, `store.no-certificate`. */
export async function clientsFor(address: Address): Promise<Clients> {
  const { EventStoreDBClient: Client } = await load()
  const { hosts, discover, credentials, tls, tlsCAFile, userCertificate, connectionName, numbers } = address
  const rootCertificate = tlsCAFile === undefined || !tls ? {} : { rootCertificate: certificate(tlsCAFile, 'tlsCAFile') }
  const [first = { address: 'localhost', port: 2113 }] = hosts
  // A discovery that fails is begun anew by us with another client, so it need not be long.
  const discovery = { maxDiscoverAttempts: 3, gossipTimeout: 2, nodePreference: 'leader' } as const
  const encryption = { insecure: !tls, ...rootCertificate, ...userCertificateOf(userCertificate) }
  const byCertificate = userCertificate !== undefined && credentials === undefined
  let opened = 0
  const open = (): EventStoreDBClient => {
    const client = connected()
    return byCertificate ? Object.assign(client, { supports: async () => false }) : client
  }
  const connected = (): EventStoreDBClient => {
    // gRPC shares connections between clients of equal settings, so one that takes the place of another would get its dead connection.
    const keepAliveInterval = (numbers.keepAliveInterval ?? KEEP_ALIVE_MS) + (numbers.keepAliveInterval === -1 ? 0 : opened++ % 1_000)
    const settings = { ...numbers, keepAliveInterval, ...(connectionName === undefined ? {} : { connectionName }) }
    // Client defect 8: of several seeds `esdb+discover://` asks the first only. So several seeds are always given as endpoints.
    if (hosts.length > 1) return new Client({ endpoints: [...hosts], ...discovery, ...settings }, encryption, credentials)
    if (discover) return new Client({ discover: first, ...discovery, ...settings }, encryption, credentials)
    return new Client({ endpoint: first, ...settings }, encryption, credentials)
  }
  return { open, credentials: credentials ?? (byCertificate ? undefined : NOBODY) }
}

async function load(): Promise<typeof import('@eventstore/db-client')> {
  try {
    return await import('@eventstore/db-client')
  } catch (cause) {
    throw noClient(cause)
  }
}

function certificate(path: string, option: CertificateOption): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw noCertificate(path, option, cause)
  }
}

/** As the client wants it: by the names of files, what is in them. */
function userCertificateOf(files: Address['userCertificate']): Readonly<{ userCertFile?: Buffer; userKeyFile?: Buffer }> {
  if (!files) return {}
  const [userCertFile, userKeyFile] = [certificate(files.userCertFile, 'userCertFile'), certificate(files.userKeyFile, 'userKeyFile')]
  try {
    createSecureContext({ cert: userCertFile, key: userKeyFile })
  } catch (cause) {
    throw noUserCertificate(cause)
  }
  return { userCertFile, userKeyFile }
}
