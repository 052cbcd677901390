import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withCompanions } from '../byte-search.ts'
import { searchForAll } from './many-at-once.ts'

/** `wanted` is the place in the list of what was looked for: a report of a leak should not be one. */
export type Found = Readonly<{ file: string; wanted: number; encoding: 'utf8' | 'utf16le' | 'utf16be' | 'escaped' | 'bytes'; at: number }>

/**
 * Looks for strings (as UTF-8, both kinds of UTF-16, and escaped in JSON) and bytes in files, with their -wal, -shm and -journal, and in everything below
 * folders, in one pass over each however much is wanted. Plant something and find it by the same call, or an empty answer proves nothing.
 *
 * @example
 * expect(findInFiles([dataFolder], [name, idNumber])).toEqual([])
 * @throws when a file or folder is not there, or something wanted is empty.
 */
export function findInFiles(paths: readonly string[], wanted: readonly (string | Uint8Array)[]): Found[] {
  const files = new Set(paths.flatMap(filesAt))
  const needles = wanted.flatMap(encodings)
  const search = searchForAll(needles.map(({ bytes }) => bytes))
  return [...files].flatMap((file) =>
    [...search(file)]
      .sort(([a], [b]) => a - b)
      .flatMap(([place, at]) => {
        const needle = needles[place]
        return needle ? [{ file, wanted: needle.wanted, encoding: needle.encoding, at }] : []
      }),
  )
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) throw new Error(`There is nothing at ${path} to look into`)
  if (!statSync(path).isDirectory()) return withCompanions(path)
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

function encodings(one: string | Uint8Array, wanted: number): (Pick<Found, 'wanted' | 'encoding'> & { bytes: Uint8Array })[] {
  if (one.length === 0) throw new Error(`Number ${wanted} of what is wanted is empty`)
  if (typeof one !== 'string') return [{ wanted, encoding: 'bytes', bytes: one }]
  return [
    { wanted, encoding: 'utf8', bytes: Buffer.from(one) },
    { wanted, encoding: 'utf16le', bytes: Buffer.from(one, 'utf16le') },
    { wanted, encoding: 'utf16be', bytes: Buffer.from(one, 'utf16le').swap16() },
    ...escapes(one).map((text) => ({ wanted, encoding: 'escaped' as const, bytes: Buffer.from(text) })),
  ]
}

/** As JSON may write it: `张` is `\u5f20` or `\u5F20`, and somebody may escape every digit. */
function escapes(text: string): string[] {
  const units = text.split('').map((unit) => ({ unit, hex: unit.charCodeAt(0).toString(16).padStart(4, '0') }))
  const written = [(hex: string) => hex, (hex: string) => hex.toUpperCase()].flatMap((digits) =>
    [0x00, 0x80].map((from) => units.map(({ unit, hex }) => (unit.charCodeAt(0) < from ? unit : `\\u${digits(hex)}`)).join('')),
  )
  return [...new Set(written)].filter((one) => one !== text)
}
