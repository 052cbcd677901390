import { type ParameterEvent, DeadlineCorrected, DeadlineSet, MonitoringLineSet, RuleAdopted, WorkingCalendarSet } from '@rural-tracker/domain'
import { describe, expect, it } from 'vitest'
import { parameterFacts } from './parameters.ts'

const NATION = '000000000000'
const dates = { from: '2021-05-01', basis: 'A', assumption: true }
const whole = { ...dates, stage: 'whole', length: 15, unit: 'day' } as const
const factsOf = (event: ParameterEvent, id = 'e1') => parameterFacts({ ...event, id } as Parameters<typeof parameterFacts>[0])

describe('the facts of parameters', () => {
  it.each([
    ['monitoringLine', MonitoringLineSet({ region: NATION, occurredOn: dates.from, ...dates, amount: 600_000 })],
    ['deadline.whole', DeadlineSet({ region: NATION, occurredOn: dates.from, ...whole })],
    ['workingCalendar.2021', WorkingCalendarSet({ region: NATION, occurredOn: dates.from, ...dates, year: 2021, off: ['2021-10-01'], work: [] })],
    ['rule.drop-out', RuleAdopted({ region: NATION, occurredOn: dates.from, ...dates, rule: 'drop-out', level: 3, sign: 'strong' })],
  ])('are asked for as %s: the family, and its key where there is one', (kind, event) => {
    expect(factsOf(event)).toMatchObject([{ subject: NATION, kind, on: '2021-05-01', eventId: 'e1' }])
  })

  it('carry the value, its last day, its basis and the mark of an assumption', () => {
    const event = DeadlineSet({ region: NATION, occurredOn: dates.from, ...whole, to: '2025-12-31' })
    expect(factsOf(event)[0]?.body).toEqual({ stage: 'whole', length: 15, unit: 'day', to: '2025-12-31', basis: 'A', assumption: true })
    expect(factsOf(DeadlineSet({ region: NATION, occurredOn: dates.from, ...whole }))[0]?.body.to).toBeNull()
  })

  it('of a correction stand in place of what it corrects, from the day it was moved to', () => {
    const is = { ...whole, from: '2021-06-01', length: 20 }
    const corrects = '00000000-0000-4000-8000-000000000000'
    const corrected = DeadlineCorrected({ region: NATION, occurredOn: is.from, corrects, was: whole, is })
    expect(factsOf(corrected)).toMatchObject([{ kind: 'deadline.whole', on: '2021-06-01', body: { length: 20 }, replaces: corrects }])
  })
})
