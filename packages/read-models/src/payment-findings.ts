import { PaymentPaid, PaymentReturned, PaymentReversed, PersonDied } from '@rural-tracker/domain'
import { defineList, type Fact, type KnownFact } from '@rural-tracker/projections'

type PersonFact = Fact &
  Readonly<{ kind: 'died' | 'paid' }> &
  Readonly<{
    body: Readonly<{
      programme?: string
      period?: string
      village?: string
      household: string
      amount?: number
      bankReference?: string
      unitOf?: string
    }>
  }>

/** What joins streams: a person paid after death, or twice for the same thing on two lists. Shown beside the payment. */
export const paymentFindings = defineList({
  name: 'payment_findings',
  version: 1,
  facts: {
    events: [PersonDied, PaymentPaid, PaymentReturned, PaymentReversed],
    of: (event): readonly PersonFact[] => {
      const { data } = event
      if (!data.person) return []
      const fact = { subject: data.person, on: data.occurredOn }
      if (event.type === 'PersonDied') return [{ ...fact, kind: 'died', body: { household: data.household } }]
      const { programme, period, village, household, amount, bankReference, unitOf } = event.data as Extract<
        typeof event,
        { type: 'PaymentPaid' }
      >['data']
      const paid: PersonFact = { ...fact, kind: 'paid', body: { programme, period, village, household, amount, bankReference, unitOf } }
      if (event.type === 'PaymentPaid') return [paid]
      return [{ ...paid, withdraws: event.type === 'PaymentReversed' ? event.data.reverses : event.data.returns }]
    },
  },
  parameters: { events: [], of: () => [], until: () => undefined },
  place: () => undefined,
  derive: (person, facts) => {
    const death = facts.find((fact) => fact.kind === 'died')
    const payments = facts.filter((fact) => fact.kind === 'paid')
    const after = death ? payments.filter((payment) => payment.on > death.on) : []
    const first = new Map<string, KnownFact<PersonFact>>()
    const again = payments.filter((payment) => {
      const key = `${payment.body.programme}/${payment.body.period}`
      if (first.has(key)) return true
      first.set(key, payment)
      return false
    })
    return {
      rows: [
        ...after.map((payment) => finding(person, 'paidAfterDeath', payment, { diedOn: death?.on, death: death?.eventId })),
        ...again.map((payment) =>
          finding(person, 'paidTwice', payment, { payment: first.get(`${payment.body.programme}/${payment.body.period}`)?.eventId }),
        ),
      ],
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

function finding(person: string, kind: string, payment: KnownFact<PersonFact>, because: object) {
  const { household, programme = null, amount = null, bankReference = null } = payment.body
  return { person, finding: kind, household, programme, on: payment.on, amount, bankReference, eventId: payment.eventId, because }
}
