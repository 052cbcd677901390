import { copyFileSync, existsSync } from 'node:fs'
import { openPersonsRegister } from './register.ts'
import { DatabaseSync } from 'node:sqlite'

type Files = Readonly<{ data: string; keys: string }>

/** Puts a backup of the register in place and erases again whom the present key file, or one given, says was erased since. */
export function restoreRegister(from: Files, into: Files): void {
  const tombstones = existsSync(into.keys) ? readTombstones(into.keys) : []
  copyFileSync(from.data, into.data)
  copyFileSync(from.keys, into.keys)
  const register = openPersonsRegister(into.data, { keysPath: into.keys })
  try {
    for (const { person, erasedOn } of tombstones) if (register.get(person) !== undefined) register.erase(person, { on: erasedOn })
  } finally {
    register.close()
  }
}

function readTombstones(keysPath: string): { person: string; erasedOn: string }[] {
  const keys = new DatabaseSync(keysPath, { readOnly: true })
  try {
    return keys.prepare('SELECT person, erasedOn FROM tombstone').all() as { person: string; erasedOn: string }[]
  } finally {
    keys.close()
  }
}
