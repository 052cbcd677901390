import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ServerNode } from '../eventstoredb-double/index.ts'
import { json, tracker } from './cli.ts'

const USER = { username: 'tracker', password: 'geheim1' }
const home = (household: string) => ({ registeredIn: '431224105201', household })
const LINES = [
  { type: 'RegisterHousehold', data: { ...home('H00001'), kind: 'ordinary', occurredOn: '2020-01-01' } },
  { type: 'RegisterHousehold', data: { ...home('H00002'), kind: 'registeredPoor', occurredOn: '2020-01-01' } },
  { type: 'ReportRisk', data: { ...home('H00001'), risk: 'flood', occurredOn: '2020-07-01' } },
]

let folder: string
let data: string
let node: ServerNode
let url: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tracker-copy-'))
  data = join(folder, 'data')
  node = await ServerNode.start({ user: USER })
  const ca = new URL('../eventstoredb-double/tls/ca.crt', import.meta.url).pathname
  url = `esdb://${USER.username}:${USER.password}@localhost:${node.port}?tlsCAFile=${encodeURIComponent(ca)}`
  writeFileSync(join(folder, 'commands.ndjson'), LINES.map((line) => JSON.stringify(line)).join('\n'))
  await json(data, 'append', join(folder, 'commands.ndjson'))
})
afterEach(() => {
  delete process.env['EVENTS_URL']
  node.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('tracker events copy --to URL', () => {
  it('given an encrypted server, then the log is there, every command line asks it with EVENTS_URL, and new commands go there', async () => {
    const timeline = () => json<{ rows: unknown[] }>(data, 'timeline', 'H00001')
    const before = await timeline()
    const report = await json<{ events: number; already: number; positions: string }>(data, 'events', 'copy', '--to', url)
    expect(report).toMatchObject({ ok: true, events: 3, already: 0, more: false })
    expect(readFileSync(report.positions, 'utf8').trimEnd().split('\n')).toHaveLength(3)
    const again = await tracker(data, 'events', 'copy', '--to', url)
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('其中 3 条此前已在目标日志中') })
    expect(again.out + again.err).not.toContain(USER.password)

    process.env['EVENTS_URL'] = url
    const after = await timeline()
    const told = ({ rows }: typeof before) => rows.map((row) => ({ ...(row as object), position: null }))
    expect(told(after)).toEqual(told(before))
    writeFileSync(
      join(folder, 'more.ndjson'),
      JSON.stringify({ type: 'ReportRisk', data: { ...home('H00002'), risk: 'drought', occurredOn: '2020-08-01' } }),
    )
    await json(data, 'append', join(folder, 'more.ndjson'))
    expect(node.log.stream('household-431224105201-H00002')).toHaveLength(2)
    expect((await json<{ rows: unknown[] }>(data, 'timeline', 'H00002')).rows).toHaveLength(2)
  })

  it('given the log lies on a server, then a backup of the folder is refused: it would not hold it', async () => {
    process.env['EVENTS_URL'] = url
    const { code, out } = await tracker(data, 'backup', join(folder, 'backup'), '--json')
    expect([code, JSON.parse(out)]).toEqual([1, { error: expect.objectContaining({ code: 'backup.on-server' }) }])
  })

  it('given a wrong password, then it is said in one sentence without it, and nothing was copied', async () => {
    const { code, out, err } = await tracker(data, 'events', 'copy', '--to', url.replace(USER.password, 'geheim2'))
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('用户名和口令')
    expect(err).not.toContain('geheim')
    expect(node.log.all.every(({ type }) => type.startsWith('$'))).toBe(true)
  })
})
