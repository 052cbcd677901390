import { describe, expect, it } from 'vitest'
import { carriedFacts } from './carried.ts'

const PERSON = { household: 'H00001', person: 'P00001' }
const idOf = (n: number) => `0190c1f2-0000-4000-8000-${String(n).padStart(12, '0')}`
/** What was said of one person, in the order in which it was known. */
function said(...told: readonly (readonly [type: string, occurredOn: string, words?: object])[]) {
  return told.map(([type, occurredOn, words = {}], i) => ({
    ...{ type, occurredOn, position: i + 1, revision: i, eventId: idOf(i + 1) },
    data: { ...PERSON, occurredOn, ...words },
  }))
}
const kinds = (facts: readonly { fact: string; on: string }[]) => facts.map(({ fact, on }) => `${fact} ${on}`)

describe('what a person takes along, with its words', () => {
  it('given several of a kind, then the last that was true, with its event, its revision and its day, and no household or person', () => {
    const labour = said(['LabourReported', '2020-05-01', { labour: 'weak' }], ['LabourReported', '2019-01-01', { labour: 'ordinary' }])
    expect(carriedFacts(labour, '2021-01-01')).toEqual([{ fact: 'labour', event: idOf(1), revision: 0, on: '2020-05-01', labour: 'weak' }])
  })

  it('given a job that was lost, then no job; given one begun after, that one', () => {
    const works = { place: 'county', monthlyWage: 300_000 }
    const lost = said(['JobStarted', '2019-01-01', works], ['JobLost', '2019-06-01'])
    expect(carriedFacts(lost, '2020-01-01')).toEqual([])
    const again = said(['JobStarted', '2019-01-01', works], ['JobLost', '2019-06-01'], ['JobStarted', '2019-09-01', works])
    expect(kinds(carriedFacts(again, '2020-01-01'))).toEqual(['job 2019-09-01'])
  })

  it('given insurance of several years, then this year and those to come, each the last word', () => {
    const of = (year: number, basic: string) => ({ year, basic, seriousIllness: true })
    const insured = said(
      ['InsuranceReported', '2019-02-01', of(2019, 'resident')],
      ['InsuranceReported', '2020-02-01', of(2020, 'none')],
      ['InsuranceReported', '2020-03-01', of(2020, 'resident')],
      ['InsuranceReported', '2020-12-01', of(2021, 'resident')],
    )
    expect(kinds(carriedFacts(insured, '2020-12-31'))).toEqual(['insurance 2020-03-01', 'insurance 2020-12-01'])
  })

  it('given a certificate that has run out, then it stays behind', () => {
    const certified = said(['DisabilityCertified', '2015-03-01', { kind: 'physical', level: 2, until: '2020-02-29' }])
    expect(kinds(carriedFacts(certified, '2020-02-29'))).toEqual(['disability 2015-03-01'])
    expect(carriedFacts(certified, '2020-03-01')).toEqual([])
  })

  it('given a report that was withdrawn, then what stood before it', () => {
    const told = said(
      ['HealthReported', '2019-01-01', { health: 'chronic' }],
      ['HealthReported', '2020-01-01', { health: 'seriousIllness' }],
      ['ReportWithdrawn', '2020-01-01', { reverses: idOf(2), of: 'HealthReported', reason: 'mistaken' }],
    )
    expect(kinds(carriedFacts(told, '2020-06-01'))).toEqual(['health 2019-01-01'])
  })
})
