import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from '@rural-tracker/event-store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const COMMANDS = new URL('../../read-models/fixtures/golden/case/commands.ndjson', import.meta.url)

let home: string
let tracker: Tracker
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-monitored-'))
  tracker = await openTracker(embeddedConfig(home))
  await tracker.import(
    readFileSync(COMMANDS, 'utf8')
      .split(/\r?\n/)
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Command),
  )
})
afterAll(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

it.each(['2019-06-30', '2020-01-31', '2020-08-15', '2020-10-31', '2020-12-31'])(
  'given %s, then the households monitored at the end of that day are those of the list, class by class',
  async (day) => {
    const { figures } = await tracker.figures({ to: day })
    const { rows } = await tracker.list({ asOf: day, all: true })
    const listed = rows.filter(({ status }) => status === 'monitored' || status === 'eliminating').map((row) => row.class)
    const counted = figures
      .filter(({ indicator }) => /^monitoring\.monitored\.(?!persons)/.test(indicator))
      .flatMap(({ indicator, value }) => Array<string>(value).fill(indicator.split('.')[2] ?? ''))
    expect(counted.sort()).toEqual(listed.sort())
    expect(figures.find(({ indicator }) => indicator === 'monitoring.monitored')?.value).toBe(listed.length)
  },
)
