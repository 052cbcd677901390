import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import type { DomainEvent } from '../event.ts'
import { eventId, given } from '../testing/scenario.ts'
import { families } from './families.ts'

const region = '430000000000'
const dates = { from: '2021-05-01', basis: 'A', assumption: false }
/** One value of each family, what it is corrected to, and a value that stands beside it under another key. */
const EXAMPLES: Readonly<Record<string, readonly [is: object, corrected: object, beside?: object]>> = {
  monitoringLine: [{ amount: 600_000 }, { amount: 650_000 }],
  deadline: [{ stage: 'whole', length: 15, unit: 'day' }, { length: 20, unit: 'workingDay' }, { stage: 'notice' }],
  threshold: [{ name: 'weakSigns', value: 3, unit: 'count' }, { value: 4 }, { name: 'visitors' }],
  requiredMeasures: [{ development: ['industry'], pairs: [{ when: 'illness', anyOf: ['health'] }] }, { development: ['industry', 'employment'] }],
  visitRhythm: [{ group: 'monitored', months: 1 }, { months: 2 }, { group: 'formerPoor' }],
  workingCalendar: [{ year: 2021, off: ['2021-10-01'], work: [] }, { work: ['2021-10-09'] }, { year: 2022, off: ['2022-10-03'] }],
  classScheme: [{ scheme: '2021', classes: ['marginal'] }, { classes: ['marginal', 'unstableExit'] }],
  rule: [{ rule: 'disaster', level: 3, sign: 'strong', standsDays: 180 }, { level: 2 }, { rule: 'accident' }],
  levelScheme: [{ levels: [{ level: 1, id: 'low', zh: '低', en: 'low' }] }, { levels: [{ level: 1, id: 'green', zh: '绿', en: 'green' }] }],
  alertClock: [{ level: 3, stage: 'village', length: 2, unit: 'day' }, { length: 1, unit: 'workingDay' }, { stage: 'town' }],
  alertLead: [{ stage: 'visit', days: 1 }, { days: 2 }, { stage: 'whole' }],
  alertBudget: [{ perVillageMonth: 11 }, { perVillageMonth: 8 }],
  quietHours: [{ begins: '20:00', ends: '07:30' }, { begins: '21:00' }],
}

it('every family has its example here', () => {
  expect(Object.keys(EXAMPLES)).toEqual(families.map(({ kind }) => kind))
})

describe.each(families.map((family) => [family.kind, family] as const))('%s', (kind, family) => {
  const [value, change, beside] = EXAMPLES[kind] ?? [{}, {}]
  const is = { ...dates, ...value }
  const other = { ...is, ...change }
  const event = (definition: unknown) => definition as (data: object) => DomainEvent
  const set = (data: object): AnyCommand => ({ type: family.commands[0], data: { region, ...data } }) as AnyCommand
  const correct = (corrects: string, data: object): AnyCommand => ({ type: family.commands[1], data: { region, corrects, is: data } }) as AnyCommand
  const isSet = (data: { from: string }) => event(family.Set)({ region, occurredOn: data.from, ...data })
  const isCorrected = (was: object, now: { from: string }) =>
    event(family.Corrected)({ region, occurredOn: now.from, corrects: eventId(0), was, is: now })

  it('is set once from a day on, in the middle of a year too; another value from that day is a correction', () => {
    given().when(set(is)).then(isSet(is))
    given(isSet(is)).when(set(is)).thenNothingHappens()
    given(isSet(is)).when(set(other)).thenRefused(`parameter.${family.code}-set`)
    const later = { ...is, from: '2022-03-14' }
    given(isSet(is)).when(set(later)).then(isSet(later))
  })

  it('is corrected by an event that carries what was, the second time too with the id of the first', () => {
    given(isSet(is)).when(correct(is.from, other)).then(isCorrected(is, other))
    given(isSet(is), isCorrected(is, other)).when(correct(is.from, is)).then(isCorrected(other, is))
    given(isSet(is), isCorrected(is, other)).when(correct(is.from, other)).thenNothingHappens()
  })

  it('may turn out to begin on another day, but not on the day of another value', () => {
    const moved = { ...is, from: '2021-09-01' }
    given(isSet(is)).when(correct(is.from, moved)).then(isCorrected(is, moved))
    given(isSet(is), isCorrected(is, moved)).when(correct(is.from, moved)).thenNothingHappens()
    given(isSet(is), isCorrected(is, moved)).when(set(is)).then(isSet(is))
    const there = { ...other, from: '2021-09-01' }
    given(isSet(is), isSet(there)).when(correct(is.from, moved)).thenRefused(`parameter.${family.code}-set`)
  })

  it('cannot be corrected where none is set', () => {
    given().when(correct(is.from, is)).thenRefused(`parameter.no-such-${family.code}`)
    given(isSet(is)).when(correct('2020-01-01', other)).thenRefused(`parameter.no-such-${family.code}`)
  })

  it('does not end before it begins', () => {
    const over = { ...is, to: '2021-04-30' }
    given().when(set(over)).thenRefused('parameter.ends-before-it-begins')
    given(isSet(is)).when(correct(is.from, over)).thenRefused('parameter.ends-before-it-begins')
    given()
      .when(set({ ...is, to: '2021-05-01' }))
      .then(isSet({ ...is, to: '2021-05-01' } as typeof is))
  })

  if (!beside) return
  it('has one value a day under each key', () => {
    const another = { ...is, ...beside }
    given(isSet(is)).when(set(another)).then(isSet(another))
    given(isSet(is)).when(correct(is.from, another)).thenRefused(`parameter.no-such-${family.code}`)
  })
})

describe('a value that cannot be meant is refused', () => {
  const said = (type: string, value: object) => given().when({ type, data: { region, ...dates, ...value } } as AnyCommand)

  it('given a threshold in another unit than its own, or one that no rule asks for', () => {
    said('SetThreshold', { name: 'medicalRegistered', value: 5000, unit: 'count' }).thenRefused('parameter.wrong-value')
    said('SetThreshold', { name: 'medicalRegisterd', value: 500_000, unit: 'fen' }).thenRefused('parameter.wrong-value')
  })

  it('given a calendar with a free weekend, a worked weekday or a day of another year', () => {
    const year = { year: 2021, off: [], work: [] }
    said('SetWorkingCalendar', { ...year, off: ['2021-10-02'] }).thenRefused('parameter.wrong-value')
    said('SetWorkingCalendar', { ...year, work: ['2021-10-08'] }).thenRefused('parameter.wrong-value')
    said('SetWorkingCalendar', { ...year, off: ['2022-10-03'] }).thenRefused('parameter.wrong-value')
  })
})
