import { openEventStoreDb } from '@rural-tracker/event-store/eventstoredb'
import { describeEventStore } from '@rural-tracker/event-store/testing'
import { Cluster, ServerNode } from '../eventstoredb-double/index.ts'

describeEventStore(
  'EventStoreDB, a double of one node',
  async () => {
    const node = await ServerNode.start()
    let store = await openEventStoreDb(node.url)
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await openEventStoreDb(node.url)
        return store
      },
      another: () => openEventStoreDb(node.url),
      dispose: async () => node.stop(),
    }
  },
  { durable: true, multiProcess: true },
)

describeEventStore(
  'EventStoreDB, a double of a cluster that is starting',
  async () => {
    const cluster = await Cluster.start()
    cluster.isStartingFor(300)
    return { store: await openEventStoreDb(cluster.url), another: () => openEventStoreDb(cluster.url), dispose: async () => cluster.stop() }
  },
  { durable: false, multiProcess: true },
)
