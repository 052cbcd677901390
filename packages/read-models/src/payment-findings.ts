import { PaymentPaid, PaymentReturned, PaymentReversed, PersonDied } from '@rural-tracker/domain'
import { defineList, type Fact, type KnownFact } from '@rural-tracker/projections'

type Payment = Readonly<{
  programme: string
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

/**
 * What joins streams, or two reports of one stream, by who was paid: a person, or the household where the programme pays it as one.
 * Paid after death; twice for the same thing; one payment that the bank reported in two ways. Shown beside the payment.
 */
export const paymentFindings = defineList({
  name: 'payment_findings',
  version: 2,
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
  parameters: { events: [], of: () => [], until: () => undefined },
  place: () => undefined,
  derive: (_subject, facts) => {
    const payments = facts.filter((fact): fact is KnownFact<Paid> => fact.kind === 'paid')
    return { rows: [...afterDeath(facts, payments), ...twice(payments), ...reportedDifferently(payments)] }
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
