import { buildPage, type PageParts } from '@rural-tracker/alerts'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { alertTownship, countOf, does, raised, told } from './kit.ts'
import { linksIn, mailbox } from './mailbox.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const settings = { logLevel: 'info', requestsAMinute: 1_000_000, linkRequestsAMinute: 1_000_000 } as const
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const ANSWERS = ['AlertAnswered', 'AlertDismissed', 'AlertPassedOn']
const DAY = 86_400_000

/** One alert in one mail, and the page behind its link. */
async function opened(more: Record<string, unknown> = {}, how: Partial<PageParts['settings']> = {}) {
  const box = await mailbox()
  const { tracker, close, opened: again } = await alertTownship({ MAIL_URL: box.url })
  await told(tracker, 'helper', { to: 'helper@village.example' })
  await does(tracker, raised('H00001', more))
  await tracker.workOnce()
  const lines: string[] = []
  let now = Date.now()
  const app = await buildPage({ tracker, settings: { ...settings, ...how }, log: { write: (line) => void lines.push(line) }, now: () => now })
  closing.push(box.stop, close, () => app.close())
  const path = new URL(linksIn(box.mails[0]?.body ?? '')[0] ?? '').pathname
  const get = (url = path) => app.inject({ method: 'GET', url })
  const post = (payload: string | Buffer, url = path, headers: Record<string, string> = FORM) => app.inject({ method: 'POST', url, payload, headers })
  const events = async () => countOf(tracker, ...ANSWERS)
  return { tracker, again, app, path, token: path.slice('/a/'.length), get, post, events, lines, later: (ms: number) => (now += ms) }
}

describe('the page of an alert', () => {
  it('says reason, clock and three answers, Chinese first; looking changes nothing; nothing of it is script', async () => {
    const { tracker, get, app, path } = await opened()
    const before = await tracker.events.head()
    const { statusCode, body, headers } = await get()
    expect(statusCode).toBe(200)
    for (const word of ['石桥村', 'H00001', '最迟答复', '2026-01-20', '去过了', '不用处理', '转给别人', 'I have been there'])
      expect(body).toContain(word)
    expect(body).not.toMatch(/<script|javascript:|\son\w+=|<img|<link|<iframe|https?:/i)
    expect(Buffer.byteLength(body)).toBeLessThan(10_000)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' })
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
    for (let i = 0; i < 5; i++) await get()
    await app.inject({ method: 'HEAD', url: path })
    expect(await tracker.events.head()).toBe(before)
  })

  it.each([
    ['answer=visited&found=atRisk', 'AlertAnswered', { found: 'atRisk' }, '已答复，正在办理'],
    ['answer=visited&found=notMet', 'AlertAnswered', { found: 'notMet' }, '没遇到人'],
    ['answer=dismissed&reason=wrongData', 'AlertDismissed', { reason: 'wrongData', countsAgain: 'newEvidence' }, '已记为不予处理'],
    ['answer=passedOn&to=town', 'AlertPassedOn', { to: 'town' }, '乡镇'],
    ['answer=passedOn&to=department.medicalInsurance', 'AlertPassedOn', { to: 'department', department: 'medicalInsurance' }, '医保'],
  ])('given the form %s, then it is a command of the receiver like any other, and sent twice it is one', async (form, type, data, said) => {
    const { tracker, get, post, token, events } = await opened()
    const [once, twice] = await Promise.all([post(form), post(form)])
    for (const { statusCode, headers } of [once, twice]) expect([statusCode, headers['location']]).toEqual([303, token])
    const { history } = await tracker.alert('H00001.rule.medical-self-paid')
    expect(history.filter((step) => step.type === type)).toMatchObject([{ actor: 'helper:helper', data }])
    expect(await events()).toBe(1)
    expect((await get()).body).toContain(said)
  })

  it('given nothing chosen, or something else, then it says so, and nothing is written', async () => {
    const { post, events } = await opened()
    for (const form of [
      '',
      'answer=visited',
      'answer=visited&found=rich',
      'answer=visited&found=atRisk&found=noRisk',
      'answer=visited&found=atRisk&more=1',
      'answer=passedOn&to=department',
      'answer=dismissed&reason=',
      '%E4%F6=%ZZ',
      'answer=visited&found=atRisk%00',
    ]) {
      const { statusCode, body } = await post(form)
      expect([form, statusCode]).toEqual([form, 400])
      expect(body).toContain('什么也没有记下')
    }
    expect(await events()).toBe(0)
  })

  it('given a link that has run out, or was not made here, then it says so in one sentence in both languages, and shows nothing', async () => {
    const { get, post, token, later, events, tracker } = await opened()
    const forged = `/a/${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
    for (const url of [forged, '/a/x', `/a/${'A'.repeat(75)}`, `/a/${'%20'.repeat(30)}`]) {
      for (const { statusCode, body } of [await get(url), await post('answer=visited&found=atRisk', url)]) {
        expect(statusCode).toBe(404)
        expect(body).toContain('这个链接不完整或不是本系统发出的')
        expect(body).not.toContain('H00001')
      }
    }
    later(7 * DAY)
    for (const { statusCode, body } of [await get(), await post('answer=visited&found=atRisk')]) {
      expect(statusCode).toBe(410)
      expect(body).toContain('这个链接已过期')
      expect(body).toContain('This link has run out')
      expect(body).not.toMatch(/H00001|石桥村|<form/)
    }
    later(-7 * DAY)
    await tracker.receivers.remove({ division: '431224105201', receiver: 'helper' }, { commandId: 'gone', actor: 'user:admin', source: 'test' })
    expect((await get()).statusCode).toBe(410)
    expect(await events()).toBe(0)
  })

  it('given an alert that is over, then the link of then answers nothing any more', async () => {
    const { tracker, get, post, events } = await opened()
    const act = { type: 'DismissAlert', reason: 'wrongData', countsAgain: 'newEvidence' } as const
    await tracker.actOnAlert('H00001.rule.medical-self-paid', act, { actor: 'helper:x', source: 'test' })
    expect((await get()).body).not.toContain('<form')
    await does(tracker, raised('H00001', { evidence: ['00000000-0000-4000-8000-000000000002'], occurredOn: '2026-02-01' }))
    const { statusCode, body } = await post('answer=passedOn&to=town')
    expect(statusCode).toBe(409)
    expect(body).toContain('这一次已办结')
    expect(await events()).toBe(1)
  })

  it('given a link that is opened too often, from wherever, then a page says when to come again, and no answer is taken', async () => {
    const { get, post, app, path, events } = await opened({}, { linkRequestsAMinute: 4 })
    for (let n = 0; n < 4; n++) expect((await get()).statusCode).toBe(200)
    for (const refused of [await app.inject({ method: 'GET', url: path, remoteAddress: '10.0.0.7' }), await post('answer=visited&found=atRisk')]) {
      expect(refused.statusCode).toBe(429)
      expect(refused.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
      expect(refused.body).toMatch(/<html lang="zh-CN">.*打开得太频繁了，请过 \d+ 秒再打开.*opened too often/s)
      expect(refused.body).not.toMatch(/<script|H00001|石桥村|<form/)
    }
    expect(await events()).toBe(0)
    // Another link is another one.
    expect((await get('/a/other')).statusCode).toBe(404)
  })

  it('given links that are wrong, then they count as good ones do, for who sends them and nobody else', async () => {
    const { app, path, get } = await opened({}, { requestsAMinute: 5 })
    const wrong = Array.from({ length: 5 }, (_, n) => get(`/a/guess${n}`))
    expect((await Promise.all(wrong)).map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(404))
    expect([(await get('/a/guess')).statusCode, (await get()).statusCode, (await get('/elsewhere')).statusCode]).toEqual([429, 429, 429])
    const elsewhere = { method: 'GET', url: path, remoteAddress: '10.0.0.7' } as const
    expect((await app.inject(elsewhere)).statusCode).toBe(200)
    expect((await get('/health/live')).statusCode).toBe(200)
  })

  it('given a proxy in front that is known, then who asks is whom it names; nobody else is believed', async () => {
    const of = (address: string) => ({ 'x-forwarded-for': address })
    const known = await opened({}, { requestsAMinute: 1, proxies: ['127.0.0.1'] })
    const statuses = async ({ app, path }: typeof known) => {
      const answers: number[] = []
      for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.1'])
        answers.push((await app.inject({ method: 'GET', url: path, headers: of(address) })).statusCode)
      return answers
    }
    expect(await statuses(known)).toEqual([200, 200, 429])
    expect(await statuses(await opened({}, { requestsAMinute: 1 }))).toEqual([200, 429, 429])
  })

  it('given whatever is sent, then the answer is a clear refusal and nothing is written, and no link stands in the log lines', async () => {
    const { app, path, token, lines, events, tracker } = await opened()
    const head = await tracker.events.head()
    const urls = fc.oneof(
      fc.constant(path),
      fc.string().map((text) => `/a/${encodeURIComponent(text)}`),
      fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => `/${text.replace(/[\s#]/g, '')}`),
      fc.base64String({ minLength: 72, maxLength: 80 }).map((text) => `/a/${text.replace(/[+/=]/g, '-')}`),
      fc.constant(`${path}?answer=visited&found=atRisk`),
      fc.constant(`${path}/x`),
    )
    const types = fc.constantFrom(
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded; charset=gbk',
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain',
      'x',
      '',
    )
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
      fc.constant(Buffer.from(`answer=${'x'.repeat(100_000)}`)),
      fc.constant(Buffer.from('answer=visited&found=\xff\xfe', 'latin1')),
      fc.constant(Buffer.from('__proto__[found]=atRisk&answer=visited')),
    )
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD')
    await fc.assert(
      fc.asyncProperty(methods, urls, types, bodies, async (method, url, type, payload) => {
        const isBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
        const { statusCode, body } = await app.inject({
          method: method as 'GET',
          url,
          ...(isBody ? { payload, headers: type ? { 'content-type': type } : {} } : {}),
        })
        const isPage = (method === 'GET' || method === 'HEAD') && url.split('?')[0] === path
        expect(isPage ? statusCode === 200 : statusCode >= 400 && statusCode < 500, `${method} ${type} ${statusCode}`).toBe(true)
        if (!isPage && method !== 'HEAD') expect(body).toMatch(/[\u4e00-\u9fff].*[a-z]/s)
      }),
      { numRuns: 300 },
    )
    expect(await tracker.events.head()).toBe(head)
    expect(await events()).toBe(0)
    expect(lines.join('')).not.toContain(token.slice(10, 60))
  })
})
