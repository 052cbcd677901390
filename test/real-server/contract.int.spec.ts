import { openEventStoreDb } from '@rural-tracker/event-store/eventstoredb'
import { describeEventStore } from '@rural-tracker/event-store/testing'
import { eventsUrl } from './address.ts'

describeEventStore(
  'EventStoreDB, a real server',
  async () => {
    let store = await openEventStoreDb(eventsUrl())
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await openEventStoreDb(eventsUrl())
        return store
      },
      another: () => openEventStoreDb(eventsUrl()),
    }
  },
  { durable: true, multiProcess: true },
)
