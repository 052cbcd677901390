import { Asked, type KnownFact } from '@rural-tracker/projections'
import { describe, expect, it } from 'vitest'
import { endOfDay, knownOn } from './known-on.ts'
import { KnownParameters } from './known-parameters.ts'

const PLACE = '431224105201'
const REGION = '431224000000'

function line(on: string, amount: number, knownAt: string, replaces?: string): KnownFact {
  const body = { amount, to: null, basis: 'test', assumption: true }
  const position = Number(knownAt.replace(/\D/g, '').slice(2, 12))
  return { subject: REGION, kind: 'monitoringLine', on, body, eventId: `line.${knownAt}`, position, n: 0, knownAt, ...(replaces ? { replaces } : {}) }
}

describe('parameters as they were known', () => {
  const first = line('2024-01-01', 800_000, '2024-01-05T02:00:00.000Z')
  const late = line('2024-01-01', 830_000, '2024-06-10T16:00:00.000Z', first.eventId)
  const parameters = new KnownParameters([first, late])
  const amountOn = (day: string) => (parameters.at(day).of(PLACE).inForce('monitoringLine', day)?.body as { amount: number } | undefined)?.amount

  it('given a line told some days late and corrected half a year later, then each counts from the day on which it was known', () => {
    expect(['2024-01-04', '2024-01-05', '2024-06-10', '2024-06-11'].map(amountOn)).toEqual([undefined, 800_000, 800_000, 830_000])
  })

  it('given who asked for the line, then the days on which something becomes known of it, and for another kind none', () => {
    const asked = Asked.nothing().and('monitoringLine')
    expect(parameters.nextKnown(asked, '2024-01-04')).toBe('2024-01-05')
    expect(parameters.nextKnown(asked, '2024-01-05')).toBe('2024-06-11')
    expect(parameters.nextKnown(asked, '2024-06-11')).toBeUndefined()
    expect(parameters.nextKnown(Asked.nothing().and('deadline.visit'), '2024-01-01')).toBeUndefined()
  })

  it('given instants about midnight in Asia/Shanghai, then the business day at whose end they were known', () => {
    expect(endOfDay('2024-02-29')).toBe('2024-02-29T15:59:59.999Z')
    expect(knownOn({ knownAt: '2024-02-29T15:59:59.999Z' })).toBe('2024-02-29')
    expect(knownOn({ knownAt: '2024-02-29T16:00:00.000Z' })).toBe('2024-03-01')
    expect(knownOn({ knownAt: '2024-02-29T00:00:00.000Z' })).toBe('2024-02-29')
  })
})
