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

it('sets a tariff of a programme from a day on', () => {
  const tariff = events.TariffSet({ region, occurredOn: '2018-01-01', programme: 'publicWelfarePost', amount: 1_000_000, basis: 'A' })
  given().when({ type: 'SetTariff', data: tariff.data }).then(tariff)
})
