import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readModels, villageProfile } from './index.ts'
import { linesOf, rowsFile, rowsOf } from './testing/golden.ts'

/** Golden logs are never edited. What the first one does not tell is told by another one beside it, with its hash here. */
const LOGS: Readonly<Record<string, string>> = {
  first: '63d9e1632bac1ed83255e3848ec1d9920ebfef765cf620e13d989e27a4099d78',
  second: '26c1b02ac9dc1c3b8a58db15d074d2d4c1f9c94f35ac6375b5c614dd10d340a0',
  parameters: '007741c66ade602e192a1a5d1a6fe5cdebb681a5c0caa31b498b4b534835a405',
  recovery: '2b624bc96639cc797fb7ff507e6c2778f23868b4a05a971e7ac050f87719c4b5',
  case: 'b2344c0c550f9e36571786eac40cf877b46a3e472b0045dd42a61b63a6bf1d41',
  household: '605071cf6176f47ed0fb44859f73544bb172178091b35d71a0a1e9a4d06a9998',
  alerts: '191771562cd14673ea8f10effb9c2f26fd430956e68066e848c98607484c7f5c',
  access: 'c417b0e83b84d0124567aa908b42ce7a3d79d8dd97f3a139aa4a40a5772d3a0f',
  messages: '43cb728c2bc873d975fc1026544252eb5edd1c356cfa6484fbe63595e53c3c08',
  weekly: '46aa0707b321f40c87e779b3c04c619ab5df69da6c14e472ebca9649289a2eb7',
  'due-day': '31d3638baae22492579f5d183d64fd3f066b878b433d836842e0ca48dd9abc15',
  village: '88c8e024e820b9f89577981842f6b97346f9b7adc7fe9cee74333a4880b9496a',
}

const golden = new URL('../fixtures/golden/', import.meta.url)
const read = (log: string, file: string) => readFileSync(new URL(`${log}/${file}`, golden), 'utf8')
const typesIn = (log: string) => linesOf(read(log, 'log.ndjson')).map((line) => (JSON.parse(line) as { type: string }).type)

describe('golden logs', () => {
  it('are the ones that were written, each to the letter', () => {
    const hashes = readdirSync(golden).map((log) => [
      log,
      createHash('sha256')
        .update(linesOf(read(log, 'log.ndjson')).join('\n'))
        .digest('hex'),
    ])
    expect(Object.fromEntries(hashes), 'a golden log is never edited: add another one beside it').toEqual(LOGS)
  })

  it('hold every type of event that a read model listens to', () => {
    const told = new Set(Object.keys(LOGS).flatMap(typesIn))
    const listened = [...new Set(readModels.flatMap(({ catalogue }) => [...catalogue.values()].map(({ type }) => type)))]
    expect(
      listened.filter((type) => !told.has(type)),
      'write the commands of another golden log that tells them, then: node scripts/run.mjs golden',
    ).toEqual([])
  })

  for (const log of Object.keys(LOGS)) {
    for (const model of readModels) {
      it(`${log}: given the log, then ${model.name} v${model.version} has the rows that are kept of it`, async () => {
        const file = rowsFile(model)
        expect(existsSync(new URL(`${log}/${file}`, golden)), `no rows are kept of ${file}; write them: node scripts/run.mjs golden`).toBe(true)
        expect(
          linesOf(await rowsOf(model, read(log, 'log.ndjson'))),
          `${model.name} makes other rows of the same events than its v${model.version} did: raise its version, then write the new rows: node scripts/run.mjs golden`,
        ).toEqual(linesOf(read(log, file)))
      })
    }
  }

  it('given an evolve that was changed under the same version, then the rows are others', async () => {
    if (villageProfile.grows !== 'by key') throw new Error('the village profile grows by key')
    const { rowOf } = villageProfile
    const changed: typeof villageProfile = {
      ...villageProfile,
      rowOf: (key, { state, position }) => {
        const before = state as { residents: number }
        return rowOf(key, { state: { ...before, residents: before.residents + 1 }, position })
      },
    }
    expect(rowsFile(changed)).toBe(rowsFile(villageProfile))
    expect(linesOf(await rowsOf(changed, read('first', 'log.ndjson')))).not.toEqual(linesOf(read('first', rowsFile(villageProfile))))
  })
})
