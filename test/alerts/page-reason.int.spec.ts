import { buildPage } from '@rural-tracker/alerts'
import type { AnyCommand } from '@rural-tracker/tracker'
import { afterEach, expect, it } from 'vitest'
import { registered } from '../webhooks/township.ts'
import { alertTownship, does, told, VILLAGE } from './kit.ts'
import { linksIn, mailbox } from './mailbox.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const TODAY = '2026-06-10'
const here = { registeredIn: VILLAGE, household: 'H00077' }
const set = (type: string, is: object): AnyCommand =>
  ({ type, data: { region: '430000000000', from: '2026-01-01', basis: '示范', assumption: true, ...is } }) as AnyCommand
const bill = (number: string, occurredOn: string): AnyCommand => ({
  type: 'ReportMedicalBill',
  data: {
    ...here,
    person: 'P00077',
    bill: number,
    care: 'inpatient',
    total: 3_000_000,
    reimbursed: 1_000_000,
    compliantSelfPaid: 2_000_000,
    occurredOn,
  },
})
const household: readonly AnyCommand[] = [
  set('AdoptRule', { rule: 'medical-self-paid', level: 3, sign: 'strong' }),
  set('SetThreshold', { name: 'medicalOrdinary', value: 2_100_000, unit: 'fen' }),
  set('SetThreshold', { name: 'medicalWindow', value: 12, unit: 'month' }),
  set('SetAlertClock', { level: 3, stage: 'village', length: 2, unit: 'day' }),
  registered('H00077'),
  {
    type: 'AddMember',
    data: {
      ...{ ...here, person: 'P00077', relation: 'head', sex: 'female', bornIn: '1970-01', reason: 'registered', standingFacts: [], carries: [] },
      occurredOn: '2026-01-02',
    },
  },
]

it('given a hospital bill, then the message tells nothing of it, and the page which facts, what was in force, and until when', async () => {
  const box = await mailbox()
  const { tracker, close } = await alertTownship({ MAIL_URL: box.url }, { today: () => TODAY })
  closing.push(box.stop, close)
  await told(tracker, 'helper', { to: 'helper@village.example' })
  for (const command of [...household, bill('B1', '2026-05-20'), bill('B2', '2026-06-08')]) await does(tracker, command)
  await tracker.raiseAlerts()
  await tracker.workOnce()
  const { subject = '', body: message = '' } = box.mails[0] ?? {}
  for (const word of ['H00077', 'P00077', '医', '住院', '自付', '40,000', '21,000', 'medical']) expect(subject + message, word).not.toContain(word)

  const app = await buildPage({ tracker, settings: { logLevel: 'info', requestsAMinute: 60, linkRequestsAMinute: 60 }, log: { write: () => {} } })
  closing.push(() => app.close())
  const { statusCode, body } = await app.inject({ method: 'GET', url: new URL(linksIn(message)[0] ?? '').pathname })
  expect(statusCode).toBe(200)
  const said = body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  // What was counted, what it was held against that day, and where and since when that holds.
  expect(said).toMatch(/40,000/)
  expect(said).toMatch(/21,000元（湖南 2026；假定）/)
  expect(said).toContain('2026-06-08 医疗费用 medical bill 2026-05-20 医疗费用')
  expect(said).toContain('提出 Raised 2026-06-10')
  expect(said).toContain('最迟答复 Answer by 2026-06-12')
  expect(said).toContain('逾期未答复 Otherwise 2026-06-13 上报乡镇 goes to the town')
  expect(said).not.toMatch(/P00077|[0-9a-f]{8}-[0-9a-f]{4}/)
  expect(Buffer.byteLength(body)).toBeLessThan(10_000)
})
