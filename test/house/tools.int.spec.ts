import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { copyOfRepository, ended, plainEnv } from './copy.ts'

const copy = copyOfRepository()
afterAll(copy.remove)

const ROOMS = ['packages/domain/src', 'packages/cli/src', 'test', 'scripts']
const FAULTS: Readonly<Record<string, string>> = {
  'no-floating-promises': 'async function later(): Promise<number> {\n  return 1\n}\nexport function now(): void {\n  later()\n}\n',
  'no-misused-promises': 'export function all(ids: string[]): void {\n  ids.forEach(async (id) => {\n    await Promise.resolve(id)\n  })\n}\n',
  'await-thenable': 'export const x = async (y: number): Promise<number> => await y\n',
  'switch-exhaustiveness-check':
    "export function name(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n",
  'no-explicit-any': 'export const x = (y: any): string => String(y)\n',
  'no-unused-vars': 'const unused = 1\nexport {}\n',
  'no-debugger': 'export function stop(): void {\n  debugger\n}\n',
  'no-cycle': "import type { Other } from './cycle-other.ts'\nexport const here = 1\nexport type There = Other\n",
}

describe('the steps of the check read the sources', () => {
  it('given planted faults, then the linter names each in every room', () => {
    const rooms = ROOMS.flatMap((room) => [
      ...Object.entries(FAULTS).map(([rule, text]) => copy.plant(`${room}/planted/${rule}.ts`, text)),
      copy.plant(`${room}/planted/cycle-other.ts`, "import { here } from './no-cycle.ts'\nexport type Other = typeof here\n"),
    ])
    const { status, output } = copy.check('lint')
    for (const remove of rooms) remove()
    const found = output.match(/\(([a-z-]+)\)[^\n]*\n\s*,-\[[^\]]*?\/planted\/[a-z-]+\.ts/g) ?? []
    for (const rule of Object.keys(FAULTS))
      expect([rule, found.filter((one) => one.includes(`(${rule})`)).length]).toEqual([rule, expect.toSatisfy((n) => n >= ROOMS.length)])
    expect(status).toBe(1)
  })

  it('given a wrong type, then the compiler names it in every room', () => {
    const planted = ROOMS.map((room) => copy.plant(`${room}/planted.ts`, "export const n: number = 'no'\n"))
    const { status, output } = copy.check('types')
    for (const remove of planted) remove()
    for (const room of ROOMS) expect(output).toMatch(new RegExp(`${room}/planted\\.ts\\(1,14\\): error TS2322`))
    expect(status).toBe(1)
  })

  it('given a file that is not formatted, then the format check names it in every room', () => {
    const planted = ROOMS.map((room) => copy.plant(`${room}/planted.ts`, 'export const a = {b:1};;\n'))
    const { status, output } = copy.check('format')
    for (const remove of planted) remove()
    for (const room of ROOMS) expect(output).toContain(`${room}/planted.ts`)
    expect(status).toBe(1)
  })

  it('given a package that does not compile, then the build fails', () => {
    const remove = copy.plant('packages/persons/src/planted.ts', "export const n: number = 'no'\n")
    const { status, output } = copy.check('build')
    remove()
    expect(output).toContain('packages/persons does not build')
    expect(status).toBe(1)
  })
})

describe('the tests', () => {
  const spec = (body: string): string => `import { describe, expect, it } from 'vitest'\ndescribe('planted', () => {\n${body}\n})\n`
  const good = "it('holds', () => { expect(1).toBe(1) })"

  it.each([
    ['passes', good, 0, '1 passed, 0 failed'],
    ['asserts nothing', `${good}\nit('asserts nothing', () => {})`, 1, '1 passed, 1 failed'],
    ['is wrong', `${good}\nit('is wrong', () => { expect(1).toBe(2) })`, 1, '1 passed, 1 failed'],
    ['stands alone', `${good}\nit.only('stands alone', () => { expect(1).toBe(1) })`, 1, undefined],
    ['cannot be loaded', `${good}\nthrow new Error('no')`, 1, '0 passed, 1 failed'],
    ['is skipped', `${good}\nit.skip('is skipped', () => {})`, 0, '1 skipped\n1 passed, 0 failed'],
  ])('given a test that %s, then the check ends so', (_, body, exit, last) => {
    const remove = copy.plant('packages/domain/src/planted.unit.spec.ts', spec(body))
    const { status, output } = copy.check('tests')
    remove()
    expect(status).toBe(exit)
    expect(output.trimEnd()).toMatch(last ? new RegExp(`\n${last}$`) : /\n\d+ passed, [1-9]\d* failed$/)
  })

  it('given the unit specs again, then they run in another time zone, and both runs are counted', () => {
    const zone = 'Intl.DateTimeFormat().resolvedOptions().timeZone'
    const remove = copy.plant(
      'packages/domain/src/planted.unit.spec.ts',
      spec(`it('is elsewhere', () => { expect(${zone}).toBe('America/Los_Angeles') })`),
    )
    const alone = copy.check('tests elsewhere')
    const both = copy.check('tests', 'tests elsewhere')
    remove()
    expect(alone.output.trimEnd()).toMatch(/\n1 passed, 0 failed$/)
    expect(alone.status).toBe(0)
    expect(both.output.trimEnd()).toMatch(/\n0 passed, 1 failed$/)
    expect(both.status).toBe(1)
  })

  it('given no tests at all, then the check fails', () => {
    const { status, output } = copy.check('tests')
    expect(output.trimEnd()).toMatch(/\n0 passed, 1 failed$/)
    expect(status).toBe(1)
  })

  it('given an unknown step, then the check says which there are', () => {
    const { status, output } = ended(
      spawnSync(process.execPath, [join(copy.root, 'scripts/check.ts'), '--only', 'nothing'], { cwd: tmpdir(), encoding: 'utf8', env: plainEnv() }),
    )
    expect(output).toContain('no step nothing; there are: format, lint')
    expect(status).toBe(2)
  })
})
