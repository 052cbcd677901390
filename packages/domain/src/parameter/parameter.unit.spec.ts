import { describe, it } from 'vitest'
import { eventId, given } from '../testing/scenario.ts'
import * as events from './events.ts'

const region = '430000000000'
const line = { from: '2021-01-01', to: '2021-12-31', amount: 600_000, basis: 'A', assumption: true }
const higher = { ...line, amount: 650_000 }
const set = events.MonitoringLineSet({ region, occurredOn: '2021-01-01', ...line })
const corrected = events.MonitoringLineCorrected({ region, occurredOn: '2021-01-01', corrects: eventId(0), was: line, is: higher })

describe('the monitoring line', () => {
  it('is set once from a day on; another value is a correction', () => {
    given()
      .when({ type: 'SetMonitoringLine', data: { region, ...line } })
      .then(set)
    given(set)
      .when({ type: 'SetMonitoringLine', data: { region, ...line } })
      .thenNothingHappens()
    given(set)
      .when({ type: 'SetMonitoringLine', data: { region, ...higher } })
      .thenRefused('parameter.line-set')
  })

  it('is corrected by an event that carries what was, the second time with the id of the first', () => {
    given(set)
      .when({ type: 'CorrectMonitoringLine', data: { region, corrects: '2021-01-01', is: higher } })
      .then(corrected)
    given(set, corrected)
      .when({ type: 'CorrectMonitoringLine', data: { region, corrects: '2021-01-01', is: line } })
      .then(events.MonitoringLineCorrected({ ...corrected.data, was: higher, is: line }))
  })

  it('may turn out to begin on another day', () => {
    const later = { ...line, from: '2021-03-01' }
    given(set)
      .when({ type: 'CorrectMonitoringLine', data: { region, corrects: '2021-01-01', is: later } })
      .then(events.MonitoringLineCorrected({ ...corrected.data, occurredOn: '2021-03-01', is: later }))
  })

  it('cannot be corrected where none is set', () => {
    given()
      .when({ type: 'CorrectMonitoringLine', data: { region, corrects: '2021-01-01', is: line } })
      .thenRefused('parameter.no-such-line')
  })
})

describe('the tariff of a programme', () => {
  const programme = 'publicWelfarePost'
  const was = { from: '2018-01-01', amount: 1_000_000, basis: 'A' }
  const tariff = events.TariffSet({ region, programme, occurredOn: was.from, amount: was.amount, basis: was.basis })
  const is = { ...was, amount: 960_000 }
  const lower = events.TariffCorrected({ region, programme, occurredOn: '2018-01-01', corrects: eventId(0), was, is })

  it('is set once from a day on; another amount is a correction', () => {
    given().when({ type: 'SetTariff', data: tariff.data }).then(tariff)
    given(tariff).when({ type: 'SetTariff', data: tariff.data }).thenNothingHappens()
    given(tariff)
      .when({ type: 'SetTariff', data: { ...tariff.data, amount: 960_000 } })
      .thenRefused('parameter.tariff-set')
    const another = events.TariffSet({ ...tariff.data, programme: 'livingAllowance' })
    given(tariff).when({ type: 'SetTariff', data: another.data }).then(another)
  })

  it('is corrected by an event that carries what was, the second time with the id of the first', () => {
    given(tariff)
      .when({ type: 'CorrectTariff', data: { region, programme, corrects: '2018-01-01', is } })
      .then(lower)
    given(tariff, lower)
      .when({ type: 'CorrectTariff', data: { region, programme, corrects: '2018-01-01', is: was } })
      .then(events.TariffCorrected({ ...lower.data, was: is, is: was }))
    given(tariff, lower).when({ type: 'SetTariff', data: tariff.data }).thenRefused('parameter.tariff-set')
  })

  it('may turn out to begin on another day, but not on the day of another tariff', () => {
    const later = { ...was, from: '2019-01-01' }
    const correct = { type: 'CorrectTariff', data: { region, programme, corrects: '2018-01-01', is: later } } as const
    given(tariff)
      .when(correct)
      .then(events.TariffCorrected({ ...lower.data, occurredOn: '2019-01-01', is: later }))
    given(tariff, events.TariffSet({ ...tariff.data, occurredOn: '2019-01-01', amount: 1 }))
      .when(correct)
      .thenRefused('parameter.tariff-set')
  })

  it('cannot be corrected where none is set', () => {
    given()
      .when({ type: 'CorrectTariff', data: { region, programme, corrects: '2018-01-01', is } })
      .thenRefused('parameter.no-such-tariff')
  })
})
