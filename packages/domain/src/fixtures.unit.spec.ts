import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { aggregates, catalogue } from './catalogue.ts'
import { decodeEvent } from './event.ts'

const files = (folder: string) => readdirSync(new URL(folder, import.meta.url)).toSorted()
const definitions = aggregates.flatMap((aggregate) => aggregate.events)
const everyVersion = definitions.flatMap(({ type, version }) => Array.from({ length: version }, (_, i) => `${type}.v${i + 1}.json`)).toSorted()

it('every version an event ever had keeps its frozen schema and a golden event', () => {
  expect(files('../schemas/')).toEqual(expect.arrayContaining(everyVersion))
  expect(files('../fixtures/')).toEqual(expect.arrayContaining(everyVersion))
})

it.each(files('../fixtures/'))('%s is read as an event of today, whatever its version and name then', (file) => {
  const [, type = '', version = ''] = /^(\w+)\.v(\d+)\.json$/.exec(file) ?? []
  const data: unknown = JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8'))
  expect(decodeEvent(catalogue, type, Number(version), data)).toMatchObject({ kind: 'event', event: { type: catalogue.get(type)?.type } })
})
