import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { here } from '../../scripts/step.ts'
import { linksIn, type Mail, mailbox } from '../alerts/mailbox.ts'
import type { Ran } from './cli.ts'
import { demonstration } from './demonstration.ts'

const ENTRY = here('tracker.ts')
const dayOf = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

let home: string
let data: string
let box: Awaited<ReturnType<typeof mailbox>>
let env: Record<string, string | undefined>
let service: ChildProcess | undefined
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-story-'))
  data = join(home, 'data')
  box = await mailbox()
  await demonstration(data)
  env = { ...process.env, MAIL_URL: box.url, MAIL_FROM: 'town@alerts.example' }
}, 590_000)
afterAll(async () => {
  if (service?.kill('SIGKILL')) await once(service, 'exit')
  await box.stop()
  rmSync(home, { recursive: true, force: true })
})

/** Runs the command line as a reader would, with something on its standard input. */
async function run(args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [ENTRY, '--data', data, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env })
  let [out, err] = ['', '']
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (err += text))
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}
async function said<T>(...args: readonly string[]): Promise<T> {
  const { code, out, err } = await run([...args, '--json'])
  expect(code, `${args.join(' ')}: ${out}${err}`).toBe(0)
  return JSON.parse(out) as T
}
async function append(...commands: readonly object[]): Promise<void> {
  const file = join(home, 'more.ndjson')
  writeFileSync(file, `${commands.map((command) => JSON.stringify(command)).join('\n')}\n`)
  await said('append', file)
}

type Home = Readonly<{ household: string; registeredIn: string; village: string; person: string }>
/** A household of 示范镇 of whom nothing was said for long, with somebody who lives in it. */
async function quietHousehold(): Promise<Home> {
  const tracker = await openTracker(embeddedConfig(data))
  try {
    const listed = new Set((await tracker.list({ division: '999001000000' })).rows.map(({ household }) => household))
    for await (const page of tracker.events.readAll({ filter: { types: ['MemberJoined'] } }))
      for (const { data: event, stream } of page.events) {
        const { household, person } = event as { household: string; person: string }
        const [, registeredIn = ''] = stream.split('-')
        if (!registeredIn.startsWith('999001001') || listed.has(household)) continue
        const { rows } = await tracker.timeline(household)
        const types = new Set(rows.map(({ type }) => String(type)))
        if (['HouseholdMoved', 'HouseholdClosed', 'MemberLeft', 'PersonDied', 'HospitalBillReported'].some((type) => types.has(type))) continue
        return { household, registeredIn, village: registeredIn, person }
      }
  } finally {
    await tracker.close()
  }
  throw new Error('every household of 示范镇 has something to it')
}

async function figure(id: string): Promise<number | undefined> {
  const { figures } = await said<{ figures: { indicator: string; value: number }[] }>('figures', '--from', dayOf(0), '--to', dayOf(0))
  return figures.find(({ indicator }) => indicator === id)?.value
}

describe('a hospital bill arrives for a household of 示范镇', { timeout: 300_000 }, () => {
  let home_: Home
  let mail: Mail
  let link: string
  const id = () => `${home_.household}.rule.medical-self-paid`

  it('given somebody of the village who is told, then the bill is an alert and a message in the mailbox', async () => {
    home_ = await quietHousehold()
    const { household, registeredIn, village, person } = home_
    await append(
      ...readFileSync(here('packages/domain/parameters/alerts.ndjson'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    )
    const wishes = ['--channel', 'mail', '--answers-as', 'helper:story', '--rings-from', '1', '--from-level', '1']
    await said('receivers', 'set', 'helper', '--division', village, ...wishes)
    expect(await run(['receivers', 'address', 'helper', '--division', village], 'helper@village.example\n')).toMatchObject({ code: 0 })
    await said('work', '--once')
    const before = box.mails.length
    await append({
      type: 'ReportMedicalBill',
      data: {
        registeredIn,
        household,
        person,
        bill: 'S1',
        care: 'inpatient',
        total: 30_000_000,
        reimbursed: 10_000_000,
        compliantSelfPaid: 15_000_000,
        occurredOn: dayOf(1),
      },
    })
    await said('work', '--once')
    expect(await said('alerts', 'show', id())).toMatchObject({ subject: household, village, cause: 'rule.medical-self-paid', status: 'raised' })
    const news = box.mails.slice(before)
    expect(news).toHaveLength(1)
    mail = news[0] as Mail
    expect(mail.to).toEqual(['helper@village.example'])
    expect(`${mail.subject}\n${mail.body}`).not.toMatch(new RegExp(`${household}|${person}|医|病|bill|medical`))
    link = linksIn(mail.body)[0] ?? ''
    expect(await said('receivers', 'list')).toMatchObject({ receivers: [{ receiver: 'helper', failed: 0, underWay: 0 }] })
  })

  it('then the page says why and until when, and the answer on it counts', async () => {
    service = spawn(process.execPath, [here('services/alerts/src/main.ts')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...env, DATA: data, ALERTS_PORT: '0', ALERTS_OPS_PORT: '0' },
    })
    const where = await listening(service)
    const page = new URL(new URL(link).pathname, where.page)
    const seen = await (await fetch(page)).text()
    for (const word of [home_.household, '最迟答复', '去过了', '不用处理', '转给别人']) expect(seen).toContain(word)
    expect(await figure('alerts.answered')).toBe(0)
    const answered = await fetch(page, { method: 'POST', headers: FORM, body: 'answer=visited&found=atRisk' })
    expect([answered.status, await answered.text()]).toEqual([200, expect.stringContaining('已答复，正在办理')])
    expect((await (await fetch(new URL('/health/ready', where.operation))).json()) as object).toMatchObject({ ready: true, reactionsStoppedAt: null })
    const metrics = await (await fetch(new URL('/metrics', where.operation))).text()
    expect(metrics).toContain('alert_answers_total{type="AnswerAlert"} 1')
    expect(metrics).toMatch(/^position_age_seconds\{projection="alerts",version="\d+",partition="0"\} 0$/m)
    service.kill('SIGTERM')
    expect(await once(service, 'exit')).toEqual([0, null])
    service = undefined
    const { history } = await said<{ history: { type: string; actor: string; data: object }[] }>('alerts', 'show', id())
    expect(history.at(-1)).toMatchObject({ type: 'AlertAnswered', actor: 'helper:story', data: { found: 'atRisk' } })
  })

  it('and the visit and the figures count it, with the event behind them', async () => {
    const { household, registeredIn } = home_
    await append({ type: 'VisitHousehold', data: { registeredIn, household, visitor: 'helper', occurredOn: dayOf(0) } })
    const { rows } = await said<{ rows: { type: string; occurredOn: string }[] }>('timeline', household)
    expect(rows.some(({ type, occurredOn }) => type === 'HouseholdVisited' && occurredOn === dayOf(0))).toBe(true)
    expect(await figure('alerts.answered')).toBe(1)
    expect(await figure('alerts.precision')).toBe(100)
    const { out } = await run(['figures', 'trace', 'alerts.answered', '--from', dayOf(0), '--to', dayOf(0), '--json'])
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { stream: string }).stream),
    ).toEqual([`alert-${registeredIn}-${household}.rule.medical_self_paid`])
  })
})

function listening(child: ChildProcess): Promise<{ page: string; operation: string }> {
  let told = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (text) => {
      told += String(text)
      const line = told
        .split('\n')
        .slice(0, -1)
        .find((one) => one.includes('"listening"'))
      if (line === undefined) return
      const { listening: page, operation } = JSON.parse(line) as { listening: string; operation: string }
      resolve({ page, operation })
    })
    child.once('exit', () => reject(new Error(`the service ended: ${told}`)))
  })
}
