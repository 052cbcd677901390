// Makes every file of the walk, always the same to the byte: `node test/data/walk/make.ts`.
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { elimination, neighboursEliminated } from './make/elimination.ts'
import { households, neighbours } from './make/households.ts'
import { parameters } from './make/parameters.ts'
import { people } from './make/people.ts'
import { recognition } from './make/recognition.ts'
import { recovery } from './make/recovery.ts'
import { Walk, type WalkFile } from './make/walk.ts'
import { reMarking, rollBack } from './make/ways-back.ts'

/** The row of files, in the order in which they are appended. */
export function walkFiles(): readonly WalkFile[] {
  const walk = new Walk()
  for (const stage of [parameters, households, neighbours, recognition, elimination, neighboursEliminated, rollBack, reMarking, people, recovery])
    stage(walk)
  return walk.files
}

if (import.meta.main) {
  const folder = new URL('./', import.meta.url)
  for (const name of readdirSync(folder)) if (name.endsWith('.ndjson')) rmSync(new URL(name, folder))
  for (const { name, text } of walkFiles()) writeFileSync(new URL(name, folder), text)
}
