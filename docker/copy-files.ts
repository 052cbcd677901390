// node docker/copy-files.ts FROM TO: every SQLite file of a folder, each as it is at one moment, whoever writes meanwhile; other files as they are.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const [from = '', to = ''] = process.argv.slice(2)
if (!from || !to) {
  process.stderr.write('usage: copy-files.ts FROM TO\n')
  process.exit(2)
}
mkdirSync(to, { recursive: true })
for (const entry of readdirSync(from, { withFileTypes: true })) {
  if (!entry.isFile() || /-(?:wal|shm)$/.test(entry.name)) continue
  const [source, target] = [join(from, entry.name), join(to, entry.name)]
  if (!entry.name.endsWith('.db')) {
    copyFileSync(source, target)
    continue
  }
  rmSync(target, { force: true })
  const db = new DatabaseSync(source, { timeout: 10_000 })
  db.prepare('VACUUM INTO ?').run(target)
  db.close()
  const copy = new DatabaseSync(target, { readOnly: true })
  const [answer] = Object.values(copy.prepare('PRAGMA integrity_check').get() ?? {})
  copy.close()
  if (answer !== 'ok') throw new Error(`${entry.name} did not arrive whole`)
}
