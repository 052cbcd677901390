import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { directionFaults, importsOf } from '../../scripts/direction.ts'
import { here } from '../../scripts/step.ts'
import { copyOfRepository } from './copy.ts'

const copy = copyOfRepository()
afterAll(copy.remove)

describe('the direction of imports', () => {
  it('given the packages as they are, then no import goes the wrong way', () => {
    const { files, faults } = directionFaults(here(''))
    expect(files).toBeGreaterThan(100)
    expect(faults).toEqual([])
  })

  it.each([
    ['packages/domain/src/planted.ts', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n", 'node:fs'],
    ['packages/domain/src/planted.ts', "export const x = process.getBuiltinModule('node:fs')\n", 'node:fs'],
    ['packages/domain/src/planted.ts', "export * from '@rural-tracker/event-store'\n", '@rural-tracker/event-store'],
    ['packages/domain/src/planted.ts', "import '@rural-tracker/persons'\n", '@rural-tracker/persons'],
    ['packages/domain/src/planted.ts', "import 'vitest'\n", 'vitest'],
    ['packages/event-store/src/planted.ts', "import '@rural-tracker/projections'\n", '@rural-tracker/projections'],
    ['packages/event-store/src/planted.ts', "import { v5 } from 'uuid'\nexport const x = v5\n", 'uuid'],
    ['packages/event-store/src/planted.ts', "import '@eventstore/db-client'\n", '@eventstore/db-client'],
    ['packages/tracker/src/planted.ts', "export type X = import('@eventstore/db-client').EventStoreDBClient\n", '@eventstore/db-client'],
    [
      'packages/read-models/src/planted.ts',
      "export { openSqliteStore } from '@rural-tracker/event-store/sqlite'\n",
      '@rural-tracker/event-store/sqlite',
    ],
    ['packages/read-models/src/planted.ts', "import type { Stats } from 'node:fs'\nexport type X = Stats\n", 'node:fs'],
    ['packages/projections/src/planted.ts', "export type X = import('node:sqlite').DatabaseSync\n", 'node:sqlite'],
    ['packages/projections/src/planted.ts', "import pg from 'pg'\nexport const x = pg\n", 'pg'],
    ['packages/projections/src/planted.ts', "export const load = () => import('@rural-tracker/tracker')\n", '@rural-tracker/tracker'],
    ['packages/projections/src/planted.ts', "import '@rural-tracker/event-store/sqlite'\n", '@rural-tracker/event-store/sqlite'],
    ['packages/tracker/src/planted.ts', "import '../../domain/src/index.ts'\n", '../../domain/src/index.ts'],
    ['packages/tracker/src/planted.ts', "const name = 'node:fs'\nexport const x = await import(name)\n", 'import'],
    ['packages/cli/src/planted.ts', "import '@rural-tracker/persons'\n", '@rural-tracker/persons'],
    ['packages/cli/src/planted.ts', "export const path = 'figures.csv'\n", 'figures.csv'],
    ['packages/cli/src/planted.ts', "export const path = 'test/data/report.txt'\n", 'test/'],
    ['packages/cli/src/planted.unit.spec.ts', "import '@rural-tracker/sanjiang'\n", '@rural-tracker/sanjiang'],
    ['test/data/sanjiang/src/planted.ts', "import '@rural-tracker/tracker'\n", '@rural-tracker/tracker'],
  ])('given %s with the line %j, then the check names %s', (path, text, names) => {
    const remove = copy.plant(path, text)
    const { faults } = directionFaults(copy.root)
    remove()
    expect(faults.filter(({ file }) => file === path).map((fault) => fault.names)).toContain(names)
  })

  it('given a spec or a test kit, then it may use the test tools and the memory store', () => {
    const text = "import 'vitest'\nimport 'fast-check'\nimport '@rural-tracker/event-store'\nimport 'node:fs'\n"
    const remove = copy.plant('packages/domain/src/planted.unit.spec.ts', text)
    const { faults } = directionFaults(copy.root)
    remove()
    expect(faults.filter(({ file }) => file.includes('planted'))).toEqual([])
  })

  it('given a package that the rule does not know, then the check names it', () => {
    copy.plant('packages/newcomer/package.json', '{}')
    copy.plant('packages/newcomer/src/index.ts', 'export {}\n')
    const { faults } = directionFaults(copy.root)
    rmSync(join(copy.root, 'packages/newcomer'), { recursive: true })
    expect(faults.map((fault) => fault.names)).toContain('packages/newcomer')
  })

  it('given a wrong import, then the step of the check fails', () => {
    const remove = copy.plant('packages/domain/src/planted.ts', "import 'node:fs'\n")
    const { status, output } = copy.check('direction')
    remove()
    expect(output).toContain('packages/domain/src/planted.ts: node:fs')
    expect(status).toBe(1)
  })

  it('given every way to import, then each name is read', () => {
    const text = `import type A from 'a'
      import 'b'
      export * from 'c'
      export { x } from 'd'
      export type Y = import('e').Y
      export const f = import('f'), g = import(\`g\`), h = require('h'), i = import.meta.resolve('i'), j = import('j' + x)
      import k = require('k')`
    expect(importsOf('x.ts', text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', undefined, 'k'])
  })
})
