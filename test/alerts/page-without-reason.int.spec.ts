import { buildPage } from '@rural-tracker/alerts'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { alertTownship, countOf, does, raised, told } from './kit.ts'
import { linksIn, mailbox } from './mailbox.ts'

// “One page …: reason, clock, and three answers”: the answers do not wait for the reason.

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const settings = { logLevel: 'info', requestsAMinute: 1_000, linkRequestsAMinute: 1_000 } as const
const A_WEEK = 7 * 86_400_000

/** An alert that was told, and then read models that are spoilt where the reason, or the title too, is read from. */
async function opened(...spoilt: readonly string[]) {
  const box = await mailbox()
  const { tracker, close, dir } = await alertTownship({ MAIL_URL: box.url }, { today: () => '2026-01-18' })
  await told(tracker, 'helper', { to: 'helper@village.example' })
  await does(tracker, raised('H00001'))
  await tracker.workOnce()
  const lines: string[] = []
  let now = Date.now()
  const app = await buildPage({ tracker, settings, log: { write: (line) => void lines.push(line) }, now: () => now })
  closing.push(box.stop, close, () => app.close())
  const file = new DatabaseSync(join(dir, 'read-models.db'))
  for (const view of spoilt) file.exec(`DROP VIEW ${view}; CREATE VIEW ${view} AS SELECT 1 AS spoilt`)
  file.close()
  const path = new URL(linksIn(box.mails[0]?.body ?? '')[0] ?? '').pathname
  const get = (url = path) => app.inject({ method: 'GET', url })
  const post = (payload: string, url = path) =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  const faults = () => lines.map((line) => JSON.parse(line)).filter(({ fault }) => fault)
  return { tracker, path, get, post, lines, faults, later: (ms: number) => (now += ms) }
}

describe('the page of an alert whose reason cannot be derived', () => {
  it.each([
    ['the history of alerts', ['alert_history'], '石桥村'],
    ['the profiles of villages', ['village_profile'], '431224105201'],
  ])(
    'given %s cannot be read, then kind, clock and deadline are there, one sentence says what is not, and the log says why',
    async (_, spoilt, village) => {
      const { get, faults, lines, path } = await opened(...spoilt)
      const { statusCode, body } = await get()
      expect(statusCode).toBe(200)
      const said = body.replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replace(/\s+/g, ' ')
      expect(said).toMatch(/理由现在无法显示.*The reason cannot be shown now/)
      expect(said).toContain(village)
      expect(said).toContain('最迟答复 Answer by 2026-01-20 还有 2 天')
      for (const word of ['H00001', '合规自付医疗费超过预警线', '去过了', '不用处理', '转给别人']) expect(said).toContain(word)
      expect(faults()).toMatchObject([{ level: 50, service: 'alerts', msg: 'reason not told', fault: { code: 'internal' } }])
      expect(lines.join('')).not.toMatch(new RegExp(`H00001|no such column|${path.slice(10, 60)}`))
    },
  )

  it.each([
    ['answer=visited&found=atRisk', 'AlertAnswered', '已答复，正在办理'],
    ['answer=dismissed&reason=wrongData', 'AlertDismissed', '已记为不予处理'],
    ['answer=passedOn&to=town', 'AlertPassedOn', '乡镇'],
  ])('given the form %s, then it is taken as ever, and seen', async (form, type, status) => {
    const { tracker, get, post } = await opened('alert_history', 'village_profile')
    expect((await post('answer=visited')).statusCode).toBe(400)
    expect([(await post(form)).statusCode, (await post(form)).statusCode]).toEqual([303, 303])
    expect(await countOf(tracker, type)).toBe(1)
    expect((await get()).body).toContain(status)
  })

  it('given a link that was forged or has run out, then it is refused as ever, and shows nothing', async () => {
    const { get, post, path, later, tracker } = await opened('alert_history')
    const forged = `${path.slice(0, -2)}${path.endsWith('AA') ? 'BB' : 'AA'}`
    for (const { statusCode, body } of [await get(forged), await post('answer=visited&found=atRisk', forged)])
      expect([statusCode, body.includes('H00001')]).toEqual([404, false])
    later(A_WEEK)
    for (const { statusCode, body } of [await get(), await post('answer=visited&found=atRisk')])
      expect([statusCode, body.includes('H00001')]).toEqual([410, false])
    expect(await countOf(tracker, 'AlertAnswered')).toBe(0)
  })
})
