import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { aggregates } from '@rural-tracker/domain'
import { createImporter, eventIdOf } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { shifanHistory } from '@rural-tracker/shifan'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import { insertBare, readyRows, type Size } from './log.ts'
import type { Scenario } from './scenarios.ts'
import { TODAY } from './sides/list.ts'

/** What the sides read, each file made once and only when a scenario asks for it. */
export class BenchFiles {
  readonly #home: string
  readonly #sizes: Readonly<{ log: Size; county: Size }>
  readonly #made = new Map<string, Promise<string>>()

  constructor(home: string, sizes: Readonly<{ log: Size; county: Size }>) {
    this.#home = home
    this.#sizes = sizes
  }

  of(on: Scenario['on']): Promise<string> {
    const { log, county } = this.#sizes
    switch (on) {
      case 'nothing':
        return Promise.resolve('')
      case 'log':
        return this.#once(`log-${log.events}.db`, (path) => insertBare(path, readyRows(log)))
      case 'data':
        return this.#once(`data-${log.events}`, (folder) => listIn(folder, log))
      case 'county':
        return this.#once(`data-${county.events}`, (folder) => listIn(folder, county))
      case 'township':
        return this.#once('township.db', townshipIn)
      default: {
        const never: never = on
        return never
      }
    }
  }

  #once(name: string, make: (path: string) => Promise<void>): Promise<string> {
    const path = join(this.#home, name)
    let made = this.#made.get(name)
    if (!made) {
      console.error(`writing ${name}`)
      made = make(path).then(() => path)
      this.#made.set(name, made)
    }
    return made
  }
}

/** A data folder with a made-up log and every read model built from it. */
async function listIn(folder: string, size: Size): Promise<void> {
  mkdirSync(folder)
  await insertBare(join(folder, 'events.db'), readyRows(size))
  const tracker = await openTracker({ ...embeddedConfig(folder), today: () => TODAY })
  await tracker.catchUp()
  await tracker.close()
}

/** The log of 示范镇, decided command by command like real work. */
async function townshipIn(path: string): Promise<void> {
  const store = openSqliteStore(path, { synchronous: 'NORMAL' })
  await createImporter({ store, aggregates }).import([...shifanHistory(eventIdOf)])
  await store.close()
}
