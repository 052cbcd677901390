import { describe, it } from 'vitest'
import { given } from '../testing/scenario.ts'
import { ReceiverAdded, ReceiverChanged, ReceiverRemoved } from './events.ts'

const here = { division: '431224105201', receiver: 'helper', occurredOn: '2024-05-01' } as const
const wishes = {
  channel: 'mail',
  answersAs: 'helper:a',
  stages: ['village'],
  ownOnly: true,
  fromLevel: 1,
  ringsFrom: 3,
  digestAt: null,
  language: 'zh',
}
const added = ReceiverAdded({ ...here, ...wishes } as Parameters<typeof ReceiverAdded>[0])
const changed = ReceiverChanged({ ...added.data, digestAt: '08:00' })
const removed = ReceiverRemoved({ ...here, occurredOn: '2024-06-01' })

describe('a receiver', () => {
  it('is added once under its id, and the same again is no news', () => {
    given().when({ type: 'AddReceiver', data: added.data }).then(added)
    given(added).when({ type: 'AddReceiver', data: added.data }).thenNothingHappens()
    given(added).when({ type: 'AddReceiver', data: changed.data }).thenRefused('receiver.taken')
  })

  it('changes its wishes, only while it is there', () => {
    given(added).when({ type: 'ChangeReceiver', data: changed.data }).then(changed)
    given(added, changed).when({ type: 'ChangeReceiver', data: changed.data }).thenNothingHappens()
    const weekly = ReceiverChanged({ ...added.data, weeklyAt: { day: 1, time: '08:00' } })
    given(added).when({ type: 'ChangeReceiver', data: weekly.data }).then(weekly)
    given(added, removed).when({ type: 'ChangeReceiver', data: changed.data }).thenRefused('receiver.unknown')
  })

  it('is removed once, and can be added again', () => {
    given(added).when({ type: 'RemoveReceiver', data: removed.data }).then(removed)
    given(added, removed).when({ type: 'RemoveReceiver', data: removed.data }).thenNothingHappens()
    given().when({ type: 'RemoveReceiver', data: removed.data }).thenRefused('receiver.unknown')
    given(added, removed).when({ type: 'AddReceiver', data: added.data }).then(added)
  })
})
