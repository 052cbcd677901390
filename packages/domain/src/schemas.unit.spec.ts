import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { aggregates, catalogue } from './catalogue.ts'
import { decodeEvent } from './event.ts'

const SCHEMAS = new URL('../schemas/', import.meta.url)
const FIXTURES = new URL('../fixtures/', import.meta.url)
const events = aggregates.flatMap((aggregate) => aggregate.events)

/** `UPDATE_SCHEMAS=1` writes the file of a new event or version; it never touches one that is there. */
describe('event schemas are frozen', () => {
  it.each(events.map((event) => [`${event.type}.v${event.version}`, event] as const))(
    '%s is as it was first written; a change is a new version',
    (name, event) => {
      const file = new URL(`${name}.json`, SCHEMAS)
      const now = `${JSON.stringify(z.toJSONSchema(event.schema), null, 2)}\n`
      if (!existsSync(file) && process.env.UPDATE_SCHEMAS === '1') writeFileSync(file, now)
      expect(readFileSync(file, 'utf8')).toBe(now)
    },
  )

  it('no schema is left without its event', () => {
    const known = new Set(events.flatMap((event) => Array.from({ length: event.version }, (_, i) => `${event.type}.v${i + 1}.json`)))
    expect(readdirSync(SCHEMAS).filter((file) => !known.has(file))).toEqual([])
  })
})

describe('golden events', () => {
  it.each(events.map((event) => [`${event.type}.v${event.version}`, event.type, event.version] as const))(
    '%s can be read for ever',
    (name, type, version) => {
      const data: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'))
      expect(decodeEvent(catalogue, type, version, data)).toEqual({ kind: 'event', event: { type, data } })
    },
  )
})
