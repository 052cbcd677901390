import { describe, it } from 'vitest'
import { given } from '../testing/scenario.ts'
import { AlertMessageDelivered, AlertMessageFailed, AlertMessageMade } from './events.ts'

const here = { division: '431224105201', message: 'abcdefghijklmnopqrstuvwx', receiver: 'helper', occurredOn: '2024-05-01' }
const item = { division: '431224105201', subject: 'H00001', cause: 'rule.drop-out', episode: 1, stood: 'village.raised.3' }
const made = AlertMessageMade({ ...here, kind: 'alert', items: [item] })
const taken = (attempts: number) => AlertMessageDelivered({ ...here, attempts })
const failed = AlertMessageFailed({ ...here, attempts: 33, reason: 'unreachable' })

describe('a message', () => {
  it('is made once', () => {
    given().when({ type: 'MakeAlertMessage', data: made.data }).then(made)
    given(made)
      .when({ type: 'MakeAlertMessage', data: { ...made.data, occurredOn: '2024-05-02' } })
      .thenNothingHappens()
  })

  it('has alerts, and that of the weekly list has none', () => {
    const weekly = AlertMessageMade({ ...here, kind: 'weekly', items: [] })
    given().when({ type: 'MakeAlertMessage', data: weekly.data }).then(weekly)
    given()
      .when({ type: 'MakeAlertMessage', data: { ...weekly.data, items: [item] } })
      .thenRefused('alert-message.items')
    given()
      .when({ type: 'MakeAlertMessage', data: { ...made.data, items: [] } })
      .thenRefused('alert-message.items')
  })

  it('has one outcome, however often it was sent and told', () => {
    given(made)
      .when({ type: 'RecordAlertMessageDelivery', data: taken(1).data })
      .then(taken(1))
    given(made, taken(1))
      .when({ type: 'RecordAlertMessageDelivery', data: taken(2).data })
      .thenNothingHappens()
    given(made, taken(1)).when({ type: 'RecordAlertMessageFailure', data: failed.data }).thenNothingHappens()
    given(made, failed)
      .when({ type: 'RecordAlertMessageDelivery', data: taken(34).data })
      .thenNothingHappens()
  })

  it('has none when nobody made it', () => {
    given()
      .when({ type: 'RecordAlertMessageDelivery', data: taken(1).data })
      .thenRefused('alert-message.unknown')
    given().when({ type: 'RecordAlertMessageFailure', data: failed.data }).thenRefused('alert-message.unknown')
  })
})
