import {
  divisionsUpFrom,
  PaymentPaid,
  PaymentReturned,
  PaymentReversed,
  PersonDied,
  type Programme,
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
type Tariff = Fact<`tariff.${Programme}`, Readonly<{ amount: number }>>

/**
 * What joins streams, or two reports of one stream, by who was paid: a person, or the household where the programme pays it as one.
 * Paid after death; twice for the same thing; one payment that the bank reported in two ways; above the tariff. Shown beside the payment.
 */
export const paymentFindings = defineList({
  name: 'payment_findings',
  version: 4,
  facts: {
    events: [PersonDied, PaymentPaid, PaymentReturned, PaymentReversed],
    of: (event): readonly (Died | Paid)[] => {
      if (event.type === 'PersonDied') {
        const { person, household, occurredOn } = event.data
        return [{ subject: person, kind: 'died', on: occurredOn, body: { household } }]
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
    return {
      rows: [...afterDeath(facts, payments), ...twice(payments), ...reportedDifferently(payments), ...overTariff(payments, parameters)],
    }
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
  },
  key: ['finding', 'eventId'],
  indexes: [['household']],
})

function afterDeath(facts: readonly KnownFact<Died | Paid>[], payments: readonly KnownFact<Paid>[]) {
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
    const sum = (paidFor.get(unit) ?? 0) + amount
    paidFor.set(unit, sum)
    const tariff = parameters.inForce(`tariff.${programme}`, payment.on)
    if (!tariff || sum <= tariff.body.amount || !divisionsUpFrom(village).includes(tariff.subject)) return []
    return [finding('paidOverTariff', payment, { unitOf, paid: sum, tariff: tariff.body.amount, tariffEvent: tariff.eventId })]
  })
}

function isPaid(fact: KnownFact<Died | Paid>): fact is KnownFact<Paid> {
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
