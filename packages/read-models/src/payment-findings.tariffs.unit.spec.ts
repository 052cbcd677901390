import { type DomainEvent, PaymentPaid, PaymentReversed, PersonDied, TariffCorrected, TariffSet } from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { describe, expect, it } from 'vitest'
import { paymentFindings } from './payment-findings.ts'

const list = { programme: 'livingAllowance', village: '431224105201', period: '2020.01' } as const
const line = { line: 'L1', household: 'H00001', person: 'P00001', beneficiaries: [], unitOf: '2020', amount: 22_000 }
const paid = PaymentPaid({ ...list, ...line, occurredOn: '2020-01-25', bankReference: 'B1', attempt: 1, breaches: [] })
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** What is found for one person or household when the log holds these events, in this order, `id(0)` the first. */
function findings(subject: string, ...events: readonly DomainEvent[]) {
  const log = events.map((event, n) => ({ ...event, id: id(n), position: BigInt(n), knownAt: '2021-01-01T00:00:00.000Z' }) as unknown as LogEvent)
  const [facts, parameters] = [paymentFindings.factsOf(log), paymentFindings.parametersOf(log)]
  const own = facts.filter((fact) => fact.subject === subject)
  return paymentFindings.deriveFrom(subject, own, paymentFindings.parametersAt(parameters, { asOf: '2021-12-31' })).rows
}

describe('a payment', () => {
  it('given the lines of a batch under one reference, then nothing is found', () => {
    const other = PaymentPaid({ ...paid.data, line: 'L2', household: 'H00002', person: 'P00002' })
    expect([...findings('P00001', paid, other), ...findings('P00002', paid, other)]).toEqual([])
  })

  it('given the same line and reference with another amount, then it is reported differently, beside the first report', () => {
    const other = PaymentPaid({ ...paid.data, amount: 20_000, attempt: 2, breaches: ['paidAgain', 'otherAmount'] })
    expect(findings('P00001', paid, other)).toEqual([
      {
        person: 'P00001',
        finding: 'reportedDifferently',
        household: 'H00001',
        programme: 'livingAllowance',
        on: '2020-01-25',
        amount: 20_000,
        bankReference: 'B1',
        eventId: id(1),
        because: { payment: id(0), amount: 22_000 },
        recovery: null,
        outstanding: null,
      },
    ])
  })

  it('given a household that is paid as one, then its reports are compared too', () => {
    const { person: _, ...together } = paid.data
    const first = PaymentPaid({ ...together, programme: 'industryAward' })
    expect(findings('H00001', first, PaymentPaid({ ...first.data, amount: 1 }))).toMatchObject([
      { person: null, finding: 'reportedDifferently', amount: 1, because: { payment: id(0) } },
    ])
  })

  it('given another reference for the same person and period, then it is paid twice, until one is reversed', () => {
    const again = PaymentPaid({ ...paid.data, bankReference: 'B2', attempt: 2, breaches: ['paidAgain'] })
    const { attempt: _, breaches: __, ...was } = again.data
    const reversed = PaymentReversed({ ...was, occurredOn: '2020-02-25', reverses: id(1), reason: 'duplicate' })
    expect(findings('P00001', paid, again)).toMatchObject([{ finding: 'paidTwice', eventId: id(1), because: { payment: id(0) } }])
    expect(findings('P00001', paid, again, reversed)).toEqual([])
  })

  it('given a death the day before, then it is paid after death', () => {
    const died = PersonDied({ household: 'H00001', person: 'P00001', occurredOn: '2020-01-24' })
    expect(findings('P00001', died, paid)).toMatchObject([{ finding: 'paidAfterDeath', because: { diedOn: '2020-01-24', death: id(0) } }])
  })
})

describe('the tariff', () => {
  const tariff = TariffSet({ region: '431224000000', programme: 'livingAllowance', amount: 40_000, basis: 'A', occurredOn: '2020-01-01' })
  const february = PaymentPaid({ ...paid.data, period: '2020.02', occurredOn: '2020-02-25', bankReference: 'B2' })
  const before = { from: '2020-01-01', amount: 40_000, basis: 'A' }
  const correction = { region: '431224000000', programme: 'livingAllowance', corrects: id(0), was: before } as const

  it('given payments of a person-year that go over it, then the one that does is found, with the tariff and its event', () => {
    expect(findings('P00001', tariff, paid)).toEqual([])
    expect(findings('P00001', tariff, paid, february)).toMatchObject([
      {
        finding: 'paidOverTariff',
        amount: 22_000,
        eventId: id(2),
        because: { unitOf: '2020', paid: 44_000, tariff: 40_000, tariffEvent: id(0) },
      },
    ])
  })

  it('given the next year, then its payments are counted anew', () => {
    const nextYear = PaymentPaid({ ...february.data, unitOf: '2021', period: '2021.01', occurredOn: '2021-01-25' })
    expect(findings('P00001', tariff, paid, nextYear)).toEqual([])
  })

  it('given no tariff in force on the day of the payment, or one of another county, then nothing is found', () => {
    expect(findings('P00001', TariffSet({ ...tariff.data, occurredOn: '2020-03-01' }), paid, february)).toEqual([])
    expect(findings('P00001', TariffSet({ ...tariff.data, region: '431225000000' }), paid, february)).toEqual([])
  })

  it('given the payment is reversed, or the tariff corrected, then nothing is found', () => {
    const { attempt: _, breaches: __, ...was } = february.data
    const reversed = PaymentReversed({ ...was, occurredOn: '2020-04-01', reverses: id(2), reason: 'paidInError' })
    expect(findings('P00001', tariff, paid, february, reversed)).toEqual([])
    const higher = TariffCorrected({ ...correction, occurredOn: '2020-01-01', is: { ...before, amount: 44_000 } })
    expect(findings('P00001', tariff, paid, february, higher)).toEqual([])
  })

  it('given it is corrected downwards, then payments made under the former one are found, with the correction', () => {
    const lower = TariffCorrected({ ...correction, occurredOn: '2020-01-01', is: { ...before, amount: 20_000 } })
    expect(findings('P00001', tariff, paid, lower)).toMatchObject([{ finding: 'paidOverTariff', because: { tariff: 20_000, tariffEvent: id(2) } }])
  })
})
