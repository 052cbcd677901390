import { constants, copyFileSync, mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { Ran } from './cli.ts'
import type { Loaded } from './demonstration-once.ts'

const FILES = ['events.db', 'read-models.db', 'persons.db', 'persons-keys.db'] as const

/**
 * A copy of the demonstration that this run of the tests has loaded, for one spec to do with as it likes: nobody opens the original.
 *
 * @example const ran = await demonstration(join(home, 'data'), ['events.db'])
 * @throws when the demonstration ended with an error.
 */
export async function demonstration(to: string, files: readonly (typeof FILES)[number][] = FILES): Promise<Ran> {
  const { folder, ran } = JSON.parse(await text(connect(inject('demonstrationPort'), '127.0.0.1'))) as Loaded
  if (ran.code !== 0) throw new Error(ran.err)
  mkdirSync(to, { recursive: true })
  for (const file of files) copyFileSync(join(folder, file), join(to, file), constants.COPYFILE_FICLONE)
  return ran
}
