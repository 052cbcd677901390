import { readdirSync, readFileSync } from 'node:fs'
import { catalogue } from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'
import { type LogEvent, logEvent } from '@rural-tracker/projections'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../testing/golden.ts'
import { villageFactEvents, villageFacts } from './village.ts'

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url)
const types = new Set<string>(villageFactEvents.map(({ type }) => type))
const told = readdirSync(GOLDEN)
  .flatMap((log) => linesOf(readFileSync(new URL(`${log}/log.ndjson`, GOLDEN), 'utf8')))
  .map((line) => logEvent(catalogue, JSON.parse(line) as StoredEvent))
  .filter((event) => event !== undefined && types.has(event.type)) as LogEvent[]

const [HERE, THERE] = ['999001001204', '999001001205'] as const
const said = (type: string, data: object, { division = HERE as string, stream = `household-${HERE}-H00001` } = {}) =>
  villageFacts({ type, data: { household: 'H00001', occurredOn: '2022-06-10', ...data }, division, stream } as never)

describe('what events say of a village', () => {
  it('given every event of the golden logs that a village hears of, then it says something, a report that is no sign and is withdrawn apart', () => {
    const silent = told.filter((event) => villageFacts(event as never).length === 0)
    expect(new Set(told.map(({ type }) => type))).toEqual(types)
    for (const { type } of silent) expect(type).toBe('ReportWithdrawn')
  })

  it('given a recognition, then each of its risks is a cause, and the revocation takes the sign away', () => {
    const recognised = { risks: [{ kind: 'flood' }, { kind: 'other', remark: 'debt' }] }
    for (const type of ['HouseholdRecognised', 'RiskReMarked']) {
      expect(said(type, recognised)).toEqual([
        { subject: HERE, kind: 'villageSign', on: '2022-06-10', body: { household: 'H00001', causes: ['flood', 'other', 'disaster'] } },
      ])
    }
    expect(said('RecognitionRevoked', { reverses: 'e1' })).toEqual([
      { subject: HERE, kind: 'withdrawn', on: '2022-06-10', body: {}, withdraws: 'e1' },
    ])
  })

  it('given a household that moved, then it leaves the one village and comes into the other, and what is withdrawn is withdrawn in both', () => {
    expect(said('HouseholdMoved', { from: HERE, to: THERE }).map(({ subject, body }) => [subject, body])).toEqual([
      [HERE, { household: 'H00001', comes: false }],
      [THERE, { household: 'H00001', comes: true }],
    ])
    expect(said('RiskWithdrawn', { reverses: 'e1' }, { division: THERE }).map(({ subject }) => subject)).toEqual([THERE, HERE])
  })

  it('given a report that is no sign, when it is withdrawn, then no village hears of it', () => {
    expect(said('ReportWithdrawn', { reverses: 'e1', of: 'HouseGraded' })).toEqual([])
    expect(said('ReportWithdrawn', { reverses: 'e1', of: 'JobLost' })).toHaveLength(1)
  })
})
