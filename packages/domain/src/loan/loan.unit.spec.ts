import { describe, it } from 'vitest'
import { given } from '../testing/scenario.ts'
import * as events from './events.ts'

const here = { village: '431224105208', loan: 'loan622', occurredOn: '2016-02-01' }
const household = 'H01756'
const granted = events.LoanGranted({ ...here, household, amount: 4_500_000, dueOn: '2018-01-31' })

describe('a loan', () => {
  it('is granted once under its number', () => {
    const grant = { type: 'GrantLoan', data: granted.data } as const
    given().when(grant).then(granted)
    given(granted).when(grant).thenNothingHappens()
    given(granted)
      .when({ type: 'GrantLoan', data: { ...granted.data, household: 'H00002' } })
      .thenRefused('loan.number-taken')
  })

  it('is known before anything is said of it', () => {
    given()
      .when({ type: 'RepayLoan', data: { ...here, amount: 1 } })
      .thenRefused('loan.unknown')
  })

  it('names the household in everything that follows', () => {
    given(granted)
      .when({ type: 'PayInterestSubsidy', data: { ...here, amount: 195_000 } })
      .then(events.InterestSubsidyPaid({ ...here, household, amount: 195_000 }))
    given(granted)
      .when({ type: 'RenewLoan', data: { ...here, dueOn: '2019-01-31' } })
      .then(events.LoanRenewed({ ...here, household, dueOn: '2019-01-31' }))
    given(granted)
      .when({ type: 'RepayLoan', data: { ...here, amount: 4_500_000 } })
      .then(events.LoanRepaid({ ...here, household, amount: 4_500_000 }))
    given(granted)
      .when({ type: 'ReportLoanOverdue', data: here })
      .then(events.LoanFellOverdue({ ...here, household }))
  })

  it('keeps the same report once and another report of the same day', () => {
    const repaid = events.LoanRepaid({ ...here, household, amount: 1_000 })
    given(granted, repaid)
      .when({ type: 'RepayLoan', data: { ...here, amount: 1_000 } })
      .thenNothingHappens()
    given(granted, repaid)
      .when({ type: 'RepayLoan', data: { ...here, amount: 2_000 } })
      .then(events.LoanRepaid({ ...here, household, amount: 2_000 }))
  })

  it('keeps the effects on two persons of one day apart', () => {
    const started = (person: string) => ({ ...here, effect: 'startUp', quantity: 1, unit: 'person', person }) as const
    const [first, second] = [started('P00001'), started('P00002')]
    given(granted, events.LoanEffectReported({ ...first, household }), events.LoanEffectReported({ ...second, household }))
      .when({ type: 'ReportLoanEffect', data: first })
      .thenNothingHappens()
  })
})
