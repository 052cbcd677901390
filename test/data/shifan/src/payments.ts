import { later } from '@rural-tracker/sanjiang/making'
import type { Churn } from './churn.ts'
import { cadre, type Pen } from './pen.ts'
import type { Household } from './population.ts'

const VILLAGES = ['999001001203', '999001001209', '999001001218'] as const
const QUARTERS = ['2024.Q3', '2024.Q4', '2025.Q1', '2025.Q2', '2025.Q3', '2025.Q4', '2026.Q1', '2026.Q2'] as const
/** A quarter of what a person gets in a year, fen. */
const AMOUNT = 135_000
const LINES = 12
/** Paid in July to somebody who had died in May, which was told in August. */
const WRONG = '2025.Q3'
const [DIED, TOLD] = ['2025-05-11', '2025-08-20'] as const

/** 低保 of three villages by quarter. In each somebody was paid after death: it came back, was partly given up, or is still open. */
export function planPayments(pen: Pen, churn: Churn, households: readonly Household[]): void {
  VILLAGES.forEach((village, n) => {
    const payees = households.filter((one) => one.village === village && churn.remaining(one).length > 1).slice(0, LINES)
    const [first] = payees
    const dead = first && churn.lastMember(first)
    if (!first || !dead) throw new Error(`nobody in ${village} can be paid`)
    churn.dies(first, dead.id, DIED, TOLD)
    for (const period of QUARTERS) {
      const persons = payees.map((household) => ({ household, person: household === first ? dead.id : (household.members[0]?.id ?? '') }))
      planList(pen, village, period, period > WRONG ? persons.slice(1) : persons)
    }
    recover(pen, village, n)
  })
}

type Payee = Readonly<{ household: Household; person: string }>

const paidOn = (period: string) => `${period.slice(0, 4)}-${String(Number(period.slice(-1)) * 3 - 2).padStart(2, '0')}-25`
const reference = (village: string, period: string, line: string) => `B.${village.slice(-3)}.${period}.${line}`

function planList(pen: Pen, village: string, period: string, payees: readonly Payee[]): void {
  const list = { programme: 'livingAllowance', village, period } as const
  const on = (days: number) => ({ ...list, occurredOn: later(paidOn(period), days) })
  const say = (days: number, what: string, actor: string, command: Parameters<Pen['say']>[3]) =>
    pen.say(later(paidOn(period), days), `list.${village.slice(-3)}.${period}.${what}`, actor, command)
  const lines = payees.map(({ household, person }, i) => ({
    line: `L${i + 1}`,
    household: household.id,
    person,
    beneficiaries: [],
    unitOf: period.slice(0, 4),
    amount: AMOUNT,
  }))
  const payments = lines.map(({ line, household, person, amount }) => ({
    line,
    household,
    person,
    amount,
    bankReference: reference(village, period, line),
  }))
  const [one] = payees
  const recorder = one ? cadre(one.household) : 'town:office'
  say(-20, 'open', recorder, { type: 'OpenPaymentList', data: on(-20) })
  say(-19, 'lines', recorder, { type: 'AddLines', data: { ...on(-19), lines } })
  say(-18, 'notice', recorder, { type: 'PublishNotice', data: { ...on(-18), from: later(paidOn(period), -17), to: later(paidOn(period), -10) } })
  say(-6, 'approve', 'town:approver', { type: 'ApprovePaymentList', data: on(-6) })
  say(-3, 'release', 'town:finance', { type: 'ReleasePayment', data: { ...on(-3), amount: lines.length * AMOUNT } })
  say(1, 'paid', 'bank:rcb', { type: 'RecordPayments', data: { ...on(0), payments } })
}

function recover(pen: Pen, village: string, n: number): void {
  const payment = { programme: 'livingAllowance', village, period: WRONG, bankReference: reference(village, WRONG, 'L1') } as const
  const say = (on: string, what: string, actor: string, command: Parameters<Pen['say']>[3]) =>
    pen.say(on, `recovery.${village.slice(-3)}.${what}`, actor, command)
  say('2025-09-02', 'claimed', 'town:finance', {
    type: 'ClaimRecovery',
    data: { ...payment, amount: AMOUNT, reason: 'afterDeath', occurredOn: '2025-09-02' },
  })
  if (n === 2) return
  const amount = n === 0 ? AMOUNT : 60_000
  say('2025-11-04', 'returned', 'town:finance', {
    type: 'RecordRecovery',
    data: { ...payment, receipt: `r${n + 1}`, amount, occurredOn: '2025-11-03' },
  })
  if (n === 0) return
  say('2026-03-10', 'writtenOff', 'county:finance', {
    type: 'WriteOffRecovery',
    data: { ...payment, decision: 'd2026.7', amount: AMOUNT - amount, occurredOn: '2026-03-09' },
  })
}
