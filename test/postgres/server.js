// A PostgreSQL of its own in a folder of its own, as long as somebody holds the input open: node server.js PROGRAMS FLAG… Prints its address.
// PROGRAMS is the folder of `initdb` and `postgres`, or `registry` for those of the package. The line `kill` ends it in the hardest way and
// starts it again on what it left; `again` is said when it answers.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { ofRegistry, ofFolder } from './programs.js'

const [programs, ...flags] = process.argv.slice(2)
const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})
const folder = mkdtempSync(join(tmpdir(), 'tracker-postgres-'))
const password = crypto.randomUUID()
const log = []
const how = {
  folder,
  port,
  password,
  // Chinese order by default, so that it shows where an order is left to the database.
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh-Hans-CN'],
  postgresFlags: ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...flags].flatMap((flag) => ['-c', flag]),
  onLog: (line) => void log.push(line),
}
const postgres = programs === 'registry' ? await ofRegistry(how) : ofFolder(programs, how)
try {
  await postgres.make()
  await postgres.start()
} catch (error) {
  await postgres.stop().catch(() => {})
  rmSync(folder, { recursive: true, force: true })
  console.error(`${error?.message ?? error}\n${log.join('')}`)
  process.exit(1)
}
console.log(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`)
for await (const line of createInterface(process.stdin)) if (line === 'kill') await killed()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(0)

async function killed() {
  const [pid] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
  // Its children see that it is gone and end one after the other; until then the data is still in use.
  for (const patience = Date.now() + 30_000; ; ) {
    await setTimeout(50)
    const stands = await postgres.start().then(
      () => true,
      () => false,
    )
    if (stands) return console.log('again')
    if (Date.now() > patience) process.exit(1)
  }
}
