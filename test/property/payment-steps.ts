import type { AnyCommand } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { about, amount, day, household, person, say, type Step, VILLAGES } from './steps.ts'

const tariffFrom = fc.constantFrom('2019-06-01', '2020-01-01', '2020-07-01')
const ofTariff = { region: '431224000000', programme: 'livingAllowance' as const, basis: 'test' }

/** What payment findings are made of. */
export const payments = [
  { weight: 2, arbitrary: death() },
  { weight: 20, arbitrary: payment() },
  { weight: 4, arbitrary: recovery() },
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

/** Few payments, and much of what becomes of their money. */
export const recoveries = [
  { weight: 2, arbitrary: death() },
  { weight: 3, arbitrary: payment() },
  { weight: 14, arbitrary: recovery() },
]

type Claimed = Extract<AnyCommand, { type: 'ClaimRecovery' }>['data']
const claimed = ({ amount: _, reason: __, occurredOn: ___, ...of }: Claimed) => of

type Recorded = Extract<AnyCommand, { type: 'RecordPayments' }>['data']

/** Which payment is meant, of a list and under a reference that were spoken of. */
const meant = ({ payments: [one], occurredOn: _, ...of }: Recorded, byLine: boolean) => ({
  ...of,
  bankReference: one?.bankReference ?? '',
  ...(byLine ? { line: one?.line ?? '' } : {}),
})

/** Payments of a batch with few references, the same ones reported again, and what came back, by line or by the reference alone. */
function payment(): fc.Arbitrary<Step> {
  const list = fc.record({
    programme: fc.constant('livingAllowance' as const),
    village: fc.constant(VILLAGES[0] ?? ''),
    period: fc.constantFrom('2020.01', '2020.02'),
  })
  const reference = fc.constantFrom('b1', 'b2', 'b3')
  const listLine = fc.constantFrom('L1', 'L2')
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

/** What was paid is asked back, comes back in parts, and the rest is given up by somebody else. */
function recovery(): fc.Arbitrary<Step> {
  return fc.oneof(
    fc.tuple(day, fc.constantFrom('afterDeath' as const, 'ineligible' as const)).chain(([occurredOn, reason]) =>
      about('RecordPayments', ({ data }) => ({
        type: 'ClaimRecovery',
        data: { ...meant(data as Recorded, true), occurredOn, amount: (data as Recorded).payments[0]?.amount ?? 0, reason },
      })),
    ),
    fc.tuple(day, fc.boolean(), fc.constant('r1')).chain(([occurredOn, all, receipt]) =>
      about('ClaimRecovery', ({ data }) => ({
        type: 'RecordRecovery',
        data: { ...claimed(data as Claimed), occurredOn, amount: all ? (data as Claimed).amount : 30_000, receipt },
      })),
    ),
    fc.tuple(day, fc.boolean()).chain(([occurredOn, all]) =>
      about('ClaimRecovery', ({ data }) => ({
        type: 'WriteOffRecovery',
        data: { ...claimed(data as Claimed), occurredOn, amount: all ? (data as Claimed).amount : 10_000, decision: all ? 'd1' : 'd2' },
      })),
    ),
  )
}

/** Somebody died, or one of those deaths was reported by mistake. */
function death(): fc.Arbitrary<Step> {
  return fc.oneof(
    say(fc.tuple(household, person, day).map(([where, p, occurredOn]) => ({ type: 'ReportDeath', data: { ...where, person: p, occurredOn } }))),
    about('ReportDeath', ({ commandId, data }) => {
      const { registeredIn, household: home } = data as Extract<AnyCommand, { type: 'ReportDeath' }>['data']
      const reverses = eventIdOf(`household-${registeredIn}-${home}`, commandId, 0)
      return { type: 'WithdrawReport', data: { registeredIn, household: home, reverses, reason: 'mistaken' } }
    }),
  )
}
