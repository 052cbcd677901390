import { describe, it } from 'vitest'
import { eventId, given, LEADER, RECORDER } from '../testing/scenario.ts'
import * as events from './events.ts'

const here = { programme: 'livingAllowance', village: '431224105201', period: '2020.04', occurredOn: '2020-06-02' } as const
const line = { line: 'L1', household: 'H00001', person: 'P00001', bankReference: 'B1' }
const opened = events.PaymentListOpened(here)
const paid = events.PaymentPaid({ ...here, ...line, beneficiaries: [], unitOf: '2020', amount: 30_000, attempt: 1, breaches: ['notApproved'] })
const payment = eventId(1)
const which = { ...here, bankReference: 'B1' }
const claim = { type: 'ClaimRecovery', data: { ...which, amount: 30_000, reason: 'afterDeath' } } as const
const claimed = events.RecoveryClaimed({ ...here, ...line, payment, amount: 30_000, reason: 'afterDeath' })
const claims = eventId(2)
const came = (receipt: string, amount: number) => ({ type: 'RecordRecovery', data: { ...which, receipt, amount } }) as const
const returned = (receipt: string, amount: number) => events.RecoveryReturned({ ...here, ...line, payment, amount, receipt, claims })
const writeOff = (decision: string, amount: number) => ({ type: 'WriteOffRecovery', data: { ...which, decision, amount } }) as const
const writtenOff = (decision: string, amount: number) => events.RecoveryWrittenOff({ ...here, ...line, payment, amount, decision, claims })

describe('money that was wrongly paid (追回)', () => {
  it('is claimed once, at most what was paid', () => {
    given(opened, paid).when(claim).then(claimed)
    given(opened, paid)
      .when({ ...claim, data: { ...claim.data, amount: 30_001 } })
      .thenRefused('payment-list.over-payment')
    given(opened, paid, claimed)
      .when({ ...claim, data: { ...claim.data, amount: 20_000 } })
      .thenRefused('payment-list.already-claimed')
    given(opened).when(claim).thenRefused('payment-list.no-such-payment')
  })

  it('is not claimed where the bank returned the payment or it was reversed, and not reversed where it is claimed', () => {
    const { attempt: _, breaches: __, ...was } = paid.data
    const undone = [
      events.PaymentReturned({ ...was, returns: payment, reason: 'accountClosed' }),
      events.PaymentReversed({ ...was, reverses: payment, reason: 'afterDeath' }),
    ]
    for (const one of undone) given(opened, paid, one).when(claim).thenRefused('payment-list.already-undone')
    given(opened, paid, claimed)
      .when({ type: 'ReversePayment', data: { ...which, reason: 'afterDeath' } })
      .thenRefused('payment-list.being-recovered')
  })

  it('comes back in parts, each with its receipt', () => {
    given(opened, paid, claimed).when(came('R1', 10_000)).then(returned('R1', 10_000))
    given(opened, paid, claimed, returned('R1', 10_000)).when(came('R1', 10_000)).thenNothingHappens()
    given(opened, paid, claimed, returned('R1', 10_000)).when(came('R2', 20_000)).then(returned('R2', 20_000))
  })

  it('is a report: more than was asked, another amount on one receipt, or money nobody asked for is recorded', () => {
    given(opened, paid, claimed).when(came('R1', 40_000)).then(returned('R1', 40_000))
    given(opened, paid, claimed, returned('R1', 10_000)).when(came('R1', 20_000)).then(returned('R1', 20_000))
    given(opened, paid)
      .when(came('R1', 10_000))
      .then(events.RecoveryReturned({ ...here, ...line, payment, amount: 10_000, receipt: 'R1' }))
  })

  it('is written off by a decision of somebody who did not claim it, at most what is outstanding', () => {
    const before = [opened, paid, claimed, returned('R1', 10_000)]
    given(...before)
      .when(writeOff('D1', 20_000), LEADER)
      .then(writtenOff('D1', 20_000))
    given(...before)
      .when(writeOff('D1', 20_000), RECORDER)
      .thenRefused('payment-list.own-claim')
    given(...before)
      .when(writeOff('D1', 20_001))
      .thenRefused('payment-list.over-claim')
    given(...before, writtenOff('D1', 15_000))
      .when(writeOff('D2', 5_001))
      .thenRefused('payment-list.over-claim')
    given(...before, writtenOff('D1', 15_000))
      .when(writeOff('D1', 5_000))
      .thenRefused('payment-list.decision-differs')
    given(opened, paid).when(writeOff('D1', 1)).thenRefused('payment-list.not-claimed')
  })
})
