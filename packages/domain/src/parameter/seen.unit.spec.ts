import { describe, expect, it } from 'vitest'
import type { Seen } from '../aggregate.ts'
import { aggregates } from '../catalogue.ts'
import type { DomainEvent } from '../event.ts'
import { eventId, fold, RECORDER } from '../testing/scenario.ts'
import { calendarOf, dueOn } from './due.ts'
import { DeadlineCorrected, DeadlineSet, MonitoringLineSet, TariffSet, WorkingCalendarSet } from './events.ts'
import { parameterIn, parameterStreams } from './seen.ts'

const VILLAGE = '340000105201'
const NATION = '000000000000'
const ANHUI = '340000000000'
const dates = { basis: 'A', assumption: false }
const whole = { from: '2021-05-01', ...dates, stage: 'whole', length: 15, unit: 'day' } as const

function seenOf(streams: Readonly<Record<string, readonly DomainEvent[]>>): Seen {
  const aggregate = aggregates.find(({ category }) => category === 'parameter')
  return (stream) => {
    const events = streams[stream]
    return aggregate && events && { state: fold(aggregate, events, RECORDER).state, revision: events.length - 1 }
  }
}

describe('a parameter out of the streams that a command has read', () => {
  it('names one stream for each region upward and family', () => {
    expect(parameterStreams('431224105201', 'deadline.whole', 'deadline.notice')).toEqual([
      'parameter-431224105201-deadline',
      'parameter-431224105000-deadline',
      'parameter-431224000000-deadline',
      'parameter-431200000000-deadline',
      'parameter-430000000000-deadline',
      'parameter-000000000000-deadline',
    ])
    expect(parameterStreams(NATION, 'monitoringLine', 'rule.drop-out')).toEqual([
      'parameter-000000000000-monitoringLine',
      'parameter-000000000000-rule',
    ])
  })

  it('is the one of the nearest region, with the event and the revision that a decision keeps', () => {
    const seen = seenOf({
      'parameter-000000000000-deadline': [DeadlineSet({ region: NATION, occurredOn: whole.from, ...whole })],
      'parameter-340000000000-deadline': [
        DeadlineSet({ region: ANHUI, occurredOn: '2022-03-30', ...whole, from: '2022-03-30', stage: 'visit', length: 2, unit: 'workingDay' }),
        DeadlineSet({ region: ANHUI, occurredOn: '2022-03-30', ...whole, from: '2022-03-30', length: 20, unit: 'workingDay' }),
      ],
    })
    const found = parameterIn(seen, 'deadline.whole', VILLAGE, '2022-03-30')
    expect(found).toMatchObject({ region: ANHUI, from: '2022-03-30', event: eventId(1), stream: 'parameter-340000000000-deadline', revision: 1 })
    expect(found?.value).toMatchObject({ length: 20, unit: 'workingDay' })
    expect(parameterIn(seen, 'deadline.whole', VILLAGE, '2022-03-29')).toMatchObject({ region: NATION, event: eventId(0), revision: 0 })
    expect(parameterIn(seen, 'deadline.whole', VILLAGE, '2021-04-30')).toBeUndefined()
    expect(parameterIn(seen, 'deadline.notice', VILLAGE, '2022-03-30')).toBeUndefined()
  })

  it('is what was corrected last, from the day it was moved to, with the event that says so', () => {
    const is = { ...whole, from: '2021-06-01', length: 20 }
    const seen = seenOf({
      'parameter-000000000000-deadline': [
        DeadlineSet({ region: NATION, occurredOn: whole.from, ...whole }),
        DeadlineCorrected({ region: NATION, occurredOn: is.from, corrects: eventId(0), was: whole, is }),
      ],
    })
    expect(parameterIn(seen, 'deadline.whole', VILLAGE, '2021-05-31')).toBeUndefined()
    expect(parameterIn(seen, 'deadline.whole', VILLAGE, '2021-06-01')).toMatchObject({ event: eventId(1), value: { length: 20 } })
  })

  it('also finds the line and the tariff, whose events are older than the others', () => {
    const seen = seenOf({
      'parameter-000000000000-monitoringLine': [
        MonitoringLineSet({ region: NATION, occurredOn: '2021-01-01', from: '2021-01-01', to: '2021-12-31', amount: 600_000, ...dates }),
      ],
      'parameter-000000000000-tariff': [
        TariffSet({ region: NATION, occurredOn: '2018-01-01', programme: 'livingAllowance', amount: 360_000, basis: 'A' }),
      ],
    })
    expect(parameterIn(seen, 'monitoringLine', VILLAGE, '2021-12-31')?.value.amount).toBe(600_000)
    expect(parameterIn(seen, 'monitoringLine', VILLAGE, '2022-01-01')).toBeUndefined()
    expect(parameterIn(seen, 'tariff.livingAllowance', VILLAGE, '2022-01-01')?.value.amount).toBe(360_000)
    expect(parameterIn(seen, 'tariff.educationAid', VILLAGE, '2022-01-01')).toBeUndefined()
  })
})

describe('the due day of a deadline', () => {
  const holiday = {
    from: '2024-01-01',
    to: '2024-12-31',
    ...dates,
    year: 2024,
    off: ['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04', '2024-10-07'],
    work: ['2024-09-29'],
  }
  const seen = seenOf({
    'parameter-000000000000-workingCalendar': [WorkingCalendarSet({ region: NATION, occurredOn: holiday.from, ...holiday })],
  })
  const calendars = calendarOf((kind, on) => parameterIn(seen, kind, VILLAGE, on)?.value)

  it.each([
    ['day', 5, '2024-10-03'],
    ['month', 5, '2025-02-28'],
    ['workingDay', 2, '2024-09-30'],
    ['workingDay', 3, '2024-10-08'],
  ] as const)('in %ss counts the days after the one on which it begins: %s is %s', (unit, length, date) => {
    expect(dueOn(calendars, unit === 'month' ? '2024-09-30' : '2024-09-28', { unit, length })).toEqual({ date })
  })

  it('given working days that run into a year without a calendar, then that year is missing', () => {
    expect(dueOn(calendars, '2024-12-30', { unit: 'workingDay', length: 1 })).toEqual({ date: '2024-12-31' })
    expect(dueOn(calendars, '2024-12-30', { unit: 'workingDay', length: 2 })).toEqual({ missingYear: 2025 })
  })
})
