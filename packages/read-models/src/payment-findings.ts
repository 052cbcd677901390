import {
  divisionsUpFrom,
  PaymentPaid,
  PaymentReturned,
  PaymentReversed,
  PersonDied,
  type Programme,
  RecoveryClaimed,
  RecoveryReturned,
  RecoveryWrittenOff,
  ReportWithdrawn,
  TariffCorrected,
  TariffSet,
} from '@rural-tracker/domain'
import { defineList, type Fact, type KnownFact, type Parameters } from '@rural-tracker/projections'

type Payment = Readonly<{
  programme: Programme
  period: string
  village: string
  line: string
  household: string
  person: string | null
  amount: number
  bankReference: string
  unitOf: string
}>
type Died = Fact<'died', Readonly<{ household: string }>>
type Paid = Fact<'paid', Payment>
type Recovery = Fact<'claimed' | 'recovered' | 'writtenOff', Readonly<{ payment: string; amount: number; receipt: string | null }>>
type PaymentFact = Died | Paid | Recovery
type Tariff = Fact<`tariff.${Programme}`, Readonly<{ amount: number }>>

const RECOVERY = { RecoveryClaimed: 'claimed', RecoveryReturned: 'recovered', RecoveryWrittenOff: 'writtenOff' } as const

/**
 * What joins streams, or two reports of one stream, by who was paid: a person, or the household where the programme pays it as one.
 * Paid after death; twice for the same thing; one payment that the bank reported in two ways; above the tariff. Shown beside the payment,
 * with what became of the money: `recovery` is open from the day a payment was made to somebody who had died, whether or not anybody has
 * asked for it back; `outstanding` (fen) is what has neither come back nor been written off.
 */
export const paymentFindings = defineList({
  name: 'payment_findings',
  version: 5,
  facts: {
    events: [PersonDied, PaymentPaid, PaymentReturned, PaymentReversed, RecoveryClaimed, RecoveryReturned, RecoveryWrittenOff, ReportWithdrawn],
    of: (event): readonly PaymentFact[] => {
      if (event.type === 'PersonDied') {
        const { person, household, occurredOn } = event.data
        return [{ subject: person, kind: 'died', on: occurredOn, body: { household } }]
      }
      if (event.type === 'ReportWithdrawn') {
        const { person, household, occurredOn, of, reverses } = event.data
        return of === 'PersonDied' && person ? [{ subject: person, kind: 'died', on: occurredOn, body: { household }, withdraws: reverses }] : []
      }
      if (event.type === 'RecoveryClaimed' || event.type === 'RecoveryReturned' || event.type === 'RecoveryWrittenOff') {
        const { person, household, occurredOn, payment, amount } = event.data
        const kind = RECOVERY[event.type]
        const receipt = event.type === 'RecoveryReturned' ? event.data.receipt : null
        return [{ subject: person ?? household, kind, on: occurredOn, body: { payment, amount, receipt } }]
      }
      const { programme, period, village, line, household, person = null, amount, bankReference, unitOf } = event.data
      const body = { programme, period, village, line, household, person, amount, bankReference, unitOf }
      const paid: Paid = { subject: person ?? household, kind: 'paid', on: event.data.occurredOn, body }
      if (event.type === 'PaymentPaid') return [paid]
      return [{ ...paid, withdraws: event.type === 'PaymentReversed' ? event.data.reverses : event.data.returns }]
    },
  },
  parameters: {
    events: [TariffSet, TariffCorrected],
    of: (event): readonly Tariff[] => {
      const { region: subject, programme } = event.data
      const tariff = { subject, kind: `tariff.${programme}` as const }
      if (event.type === 'TariffSet') return [{ ...tariff, on: event.data.occurredOn, body: { amount: event.data.amount } }]
      return [{ ...tariff, on: event.data.is.from, body: { amount: event.data.is.amount }, replaces: event.data.corrects }]
    },
    until: () => undefined,
  },
  place: (facts) => facts.filter(isPaid).at(-1)?.body.village,
  derive: (_subject, facts, parameters) => {
    const payments = facts.filter(isPaid)
    const found = [...afterDeath(facts, payments), ...twice(payments), ...reportedDifferently(payments), ...overTariff(payments, parameters)]
    const recoveries = Map.groupBy(facts.filter(isRecovery), ({ body }) => body.payment)
    return { rows: [...found, ...recovering(payments, recoveries, found)].map((row) => ({ ...row, ...recoveryOf(row, recoveries) })) }
  },
  columns: {
    person: 'text',
    finding: 'text',
    household: 'text',
    programme: 'text',
    on: 'text',
    amount: 'integer',
    bankReference: 'text',
    eventId: 'text',
    because: 'json',
    recovery: 'text',
    outstanding: 'integer',
  },
  key: ['finding', 'eventId'],
  indexes: [['household']],
})

function afterDeath(facts: readonly KnownFact<PaymentFact>[], payments: readonly KnownFact<Paid>[]) {
  const death = facts.find((fact) => fact.kind === 'died')
  if (!death) return []
  return payments
    .filter((payment) => payment.on > death.on)
    .map((payment) => finding('paidAfterDeath', payment, { diedOn: death.on, death: death.eventId }))
}

/** A person twice on the lists of one programme and period. A household may stand on a list with several lines. */
function twice(payments: readonly KnownFact<Paid>[]) {
  const byPerson = payments.filter(({ body }) => body.person !== null)
  return againstFirst(byPerson, ({ programme, period }) => `${programme}/${period}`)
    .filter(({ payment, first }) => reportKey(payment.body) !== reportKey(first.body))
    .map(({ payment, first }) => finding('paidTwice', payment, { payment: first.eventId }))
}

/** Line and bank reference name one payment; two reports to one payee differ in the amount, so one of them is not true. */
function reportedDifferently(payments: readonly KnownFact<Paid>[]) {
  return againstFirst(payments, reportKey).map(({ payment, first }) =>
    finding('reportedDifferently', payment, { payment: first.eventId, amount: first.body.amount }),
  )
}

/**
 * A tariff is for one unit: a person in a year, say, however many payments it comes in. The payment that takes the unit above the tariff of
 * its day is found, and those after it. The regions of the last payment count; a payment made outside them is not judged.
 */
function overTariff(payments: readonly KnownFact<Paid>[], parameters: Parameters<Tariff>) {
  const paidFor = new Map<string, number>()
  return payments.flatMap((payment) => {
    const { programme, unitOf, village, amount } = payment.body
    const unit = `${programme}/${unitOf}`
    const total = (paidFor.get(unit) ?? 0) + amount
    paidFor.set(unit, total)
    const tariff = parameters.inForce(`tariff.${programme}`, payment.on)
    if (!tariff || total <= tariff.body.amount || !divisionsUpFrom(village).includes(tariff.subject)) return []
    return [finding('paidOverTariff', payment, { unitOf, paid: total, tariff: tariff.body.amount, tariffEvent: tariff.eventId })]
  })
}

type Finding = ReturnType<typeof finding>
type Recoveries = ReadonlyMap<string, readonly KnownFact<Recovery>[]>

/** What only the recovery itself shows: money asked back for a reason of its own, more of it than was asked, one receipt with two amounts. */
function recovering(payments: readonly KnownFact<Paid>[], recoveries: Recoveries, found: readonly Finding[]): readonly Finding[] {
  const explained = new Set(found.map(({ eventId }) => eventId))
  return payments.flatMap((payment) => {
    const said = recoveries.get(payment.eventId) ?? []
    const [claim] = said.filter(({ kind }) => kind === 'claimed')
    const returned = said.filter(({ kind }) => kind === 'recovered')
    const [back, asked] = [sum(returned), claim?.body.amount ?? 0]
    const receipts = returned.map(({ body }) => body.receipt)
    return [
      ...(claim && !explained.has(payment.eventId) ? [finding('recoveryClaimed', payment, { claim: claim.eventId })] : []),
      ...(back > asked ? [finding('recoveredTooMuch', payment, { recovered: back, claimed: asked })] : []),
      ...(new Set(receipts).size < receipts.length ? [finding('receiptTwice', payment, { receipts: returned.map(({ eventId }) => eventId) })] : []),
    ]
  })
}

/** Paid after death is owed back without anybody's asking; any other payment is once somebody asks. */
function recoveryOf({ finding: kind, eventId, amount }: Finding, recoveries: Recoveries): { recovery: string | null; outstanding: number | null } {
  const said = recoveries.get(eventId) ?? []
  const of = (one: Recovery['kind']) => said.filter((fact) => fact.kind === one)
  const [claim] = of('claimed')
  if (!claim && kind !== 'paidAfterDeath') return { recovery: null, outstanding: null }
  const outstanding = Math.max(0, (claim?.body.amount ?? amount) - sum(of('recovered')) - sum(of('writtenOff')))
  if (outstanding > 0) return { recovery: claim ? 'claimed' : 'open', outstanding }
  return { recovery: of('writtenOff').length > 0 ? 'writtenOff' : 'returned', outstanding }
}

function sum(facts: readonly KnownFact<Recovery>[]): number {
  return facts.reduce((total, { body }) => total + body.amount, 0)
}

function isRecovery(fact: KnownFact<PaymentFact>): fact is KnownFact<Recovery> {
  return fact.kind === 'claimed' || fact.kind === 'recovered' || fact.kind === 'writtenOff'
}

function isPaid(fact: KnownFact<PaymentFact>): fact is KnownFact<Paid> {
  return fact.kind === 'paid'
}

function againstFirst(payments: readonly KnownFact<Paid>[], keyOf: (payment: Payment) => string) {
  const firsts = new Map<string, KnownFact<Paid>>()
  return payments.flatMap((payment) => {
    const key = keyOf(payment.body)
    const first = firsts.get(key)
    if (first) return [{ payment, first }]
    firsts.set(key, payment)
    return []
  })
}

function reportKey({ programme, village, period, line, bankReference }: Payment): string {
  return [programme, village, period, line, bankReference].join('/')
}

function finding(kind: string, payment: KnownFact<Paid>, because: object) {
  const { household, person, programme, amount, bankReference } = payment.body
  return { person, finding: kind, household, programme, on: payment.on, amount, bankReference, eventId: payment.eventId, because }
}
