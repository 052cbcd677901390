import type { AnyCommand } from '@rural-tracker/domain'
import fc from 'fast-check'
import { about, amount, day, household, person, say, type Step, VILLAGES } from './steps.ts'

const tariffFrom = fc.constantFrom('2019-06-01', '2020-01-01', '2020-07-01')
const ofTariff = { region: '431224000000', programme: 'livingAllowance' as const, basis: 'test' }

/** What payment findings are made of. */
export const payments = [
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(household, person, day).map(([where, p, occurredOn]) => ({ type: 'ReportDeath', data: { ...where, person: p, occurredOn } })),
    ),
  },
  { weight: 20, arbitrary: payment() },
  {
    weight: 1,
    arbitrary: say(fc.tuple(tariffFrom, amount).map(([occurredOn, sum]) => ({ type: 'SetTariff', data: { ...ofTariff, amount: sum, occurredOn } }))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(tariffFrom, amount).chain(([from, sum]) =>
      about('SetTariff', ({ data }) => {
        const { basis, ...tariff } = ofTariff
        const is = { from, amount: sum, basis }
        return { type: 'CorrectTariff', data: { ...tariff, corrects: (data as { occurredOn: string }).occurredOn, is } }
      }),
    ),
  },
]

type Recorded = Extract<AnyCommand, { type: 'RecordPayments' }>['data']

/** Payments of a batch with few references, the same ones reported again, and what came back, by line or by the reference alone. */
function payment(): fc.Arbitrary<Step> {
  const list = fc.record({
    programme: fc.constant('livingAllowance' as const),
    village: fc.constant(VILLAGES[0] ?? ''),
    period: fc.constantFrom('2020.01', '2020.02'),
  })
  const reference = fc.constantFrom('b1', 'b2', 'b3')
  const listLine = fc.constantFrom('L1', 'L2')
  /** Which payment is meant, of a list and under a reference that were spoken of. */
  const meant = ({ payments: [one], occurredOn: _, ...of }: Recorded, byLine: boolean) => ({
    ...of,
    bankReference: one?.bankReference ?? '',
    ...(byLine ? { line: one?.line ?? '' } : {}),
  })
  return fc.oneof(
    say(
      fc.tuple(list, day, person, reference, listLine, amount).map(([l, occurredOn, p, bankReference, line, sum]) => ({
        type: 'RecordPayments',
        data: { ...l, occurredOn, payments: [{ line, household: 'H00001', person: p, amount: sum, bankReference }] },
      })),
    ),
    amount.chain((sum) =>
      about('RecordPayments', ({ data }) => {
        const report = data as Recorded
        return { type: 'RecordPayments', data: { ...report, payments: report.payments.map((one) => ({ ...one, amount: sum })) } }
      }),
    ),
    fc.tuple(day, fc.boolean()).chain(([occurredOn, byLine]) =>
      about('RecordPayments', ({ data }) => ({
        type: 'ReversePayment',
        data: { ...meant(data as Recorded, byLine), occurredOn, reason: 'duplicate' },
      })),
    ),
    fc.tuple(day, fc.boolean()).chain(([occurredOn, byLine]) =>
      about('RecordPayments', ({ data }) => ({
        type: 'RecordReturn',
        data: { ...meant(data as Recorded, byLine), occurredOn, reason: 'other' },
      })),
    ),
  )
}
