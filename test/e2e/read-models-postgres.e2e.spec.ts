import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, eventIdOf } from '@rural-tracker/event-store'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { dump } from '@rural-tracker/projections/testing'
import { readModels } from '@rural-tracker/read-models'
import { sanjiang } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'
import { embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fresh, postgresAddress, removed } from '../postgres/postgres.ts'
import { json } from './cli.ts'

const address = await postgresAddress()

/** A small history: of one demonstration township the first village with its households, of the other its projects and its report. */
function* aSmallHistory(): Iterable<Command> {
  let village: string | undefined
  for (const command of shifan.commands(eventIdOf)) {
    const { registeredIn = village } = command.data as { registeredIn?: string }
    village ??= registeredIn
    if (registeredIn === village) yield command
  }
  for (const command of sanjiang.commands(eventIdOf)) if (/Village$|Project$|Report$|Figure$/.test(command.type)) yield command
}

/** No village of the demonstration has merged with another, nobody has been let in, and nobody is told of alerts. */
const EMPTY = ['division_succession', 'service_keys', 'name_readings', 'receivers', 'alert_messages']

describe('some of the demonstration with its read models in PostgreSQL', { timeout: 180_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), 'tracker-two-engines-'))
  const readModelsUrl = fresh(address)
  const config = embeddedConfig(join(home, 'data'))
  const today = () => '2021-06-30'
  const answersOf = async (tracker: Tracker) => {
    const list = await tracker.list({ limit: 10_000 })
    const household = list.rows[0]?.household ?? ''
    return {
      list,
      past: await tracker.list({ asOf: '2020-06-30', compare: '2019-12-31', sort: 'deadline' }),
      figures: await tracker.figures(),
      timeline: await tracker.timeline(household),
      explanation: await tracker.explain(household),
      findings: await tracker.findings(),
      parameters: await tracker.parameters(),
      alerts: await tracker.alerts({ past: true }),
      load: await tracker.alertLoad(),
    }
  }

  beforeAll(async () => {
    const tracker = await openTracker({ ...config, today })
    await tracker.import(aSmallHistory())
    const clock = { region: '000000000000', from: '2019-01-01', basis: '示范', assumption: true, level: 3, stage: 'village', length: 2, unit: 'day' }
    await tracker.import([{ type: 'SetAlertClock', data: clock, commandId: 'clock', actor: 'county:office', source: 'import:demo' }])
    await tracker.raiseAlerts()
    await tracker.close()
  })
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true })
    await removed(readModelsUrl)
  })

  it('given only another address, then every table has the same rows and every answer is the same to the letter', async () => {
    const [inFile, inDatabase] = [await openTracker({ ...config, today }), await openTracker({ ...config, readModelsUrl, today })]
    try {
      const expected = await answersOf(inFile)
      expect(expected.list.rows.length).toBeGreaterThan(5)
      expect(JSON.stringify(await answersOf(inDatabase))).toBe(JSON.stringify(expected))
    } finally {
      await Promise.all([inFile.close(), inDatabase.close()])
    }
    const [file, database] = [openSqliteRows(config.readModelsUrl.slice('sqlite:'.length)), await openPostgresRows(readModelsUrl)]
    try {
      for (const model of readModels) {
        const tables = await dump(file, model)
        expect(tables.flat().length > 0, model.name).toBe(!EMPTY.includes(model.name))
        expect(await dump(database, model), model.name).toEqual(tables)
      }
    } finally {
      await Promise.all([file.close(), database.close()])
    }
  })

  it('given READ_MODELS_URL, then the command line reads and rebuilds there, and makes no file', async () => {
    process.env.READ_MODELS_URL = readModelsUrl
    try {
      for (const end of ['', '-wal', '-shm']) rmSync(join(home, `data/read-models.db${end}`), { force: true })
      const report = await json<{ events: number; difference: Record<string, { missing: number; added: number }> }>(
        join(home, 'data'),
        'rebuild',
        'monitoring_list',
      )
      expect(report.events).toBeGreaterThan(1_000)
      for (const [table, difference] of Object.entries(report.difference)) expect({ table, ...difference }).toMatchObject({ missing: 0, added: 0 })
      expect((await json<{ projections: unknown[] }>(join(home, 'data'), 'projections')).projections).toHaveLength(readModels.length)
      expect(existsSync(join(home, 'data/read-models.db'))).toBe(false)
    } finally {
      delete process.env.READ_MODELS_URL
    }
  })
})
