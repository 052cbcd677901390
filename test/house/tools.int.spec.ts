import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bin } from '../../scripts/step.ts'

const here = new URL('.', import.meta.url).pathname
const root = new URL('../..', import.meta.url).pathname
const folder = mkdtempSync(join(here, 'planted-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function plant(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('the tools read the sources', () => {
  it.each([
    ['no-floating-promises', 'async function later(): Promise<number> {\n  return 1\n}\nexport function now(): void {\n  later()\n}\n'],
    [
      'switch-exhaustiveness-check',
      "export function name(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n",
    ],
    ['no-explicit-any', 'export const x = (y: any): string => String(y)\n'],
    ['no-unused-vars', 'const unused = 1\nexport {}\n'],
  ])('given a planted fault of %s, then the linter fails', (rule, text) => {
    const path = plant(`${rule}.ts`, text)
    const { status, stdout } = spawnSync(bin('oxlint'), ['--type-aware', '--deny-warnings', path], { cwd: root, encoding: 'utf8' })
    rmSync(path)
    expect(stdout).toContain(rule)
    expect(status).not.toBe(0)
  })

  it('given a wrong type, then the compiler fails', () => {
    const path = plant('types.ts', "export const n: number = 'no'\n")
    const { status, stdout } = spawnSync(bin('tsc'), ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', path], {
      cwd: root,
      encoding: 'utf8',
    })
    rmSync(path)
    expect(stdout).toContain('TS2322')
    expect(status).not.toBe(0)
  })

  it('given a file that is not formatted, then the format check fails', () => {
    const path = plant('format.ts', 'export const a = {b:1};;\n')
    const { status } = spawnSync(bin('biome'), ['format', path], { cwd: root, encoding: 'utf8' })
    rmSync(path)
    expect(status).not.toBe(0)
  })

  it('given a test without an assertion, then it fails', () => {
    const path = plant('empty.spec.ts', "import { it } from 'vitest'\nit('asserts nothing', () => {})\n")
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', path], {
      cwd: root,
      encoding: 'utf8',
    })
    rmSync(path)
    expect(stdout + stderr).toContain('1 failed')
    expect(status).not.toBe(0)
  })
})
