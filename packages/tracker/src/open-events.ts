import { dirname } from 'node:path'
import type { EventStore } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { type eventsAddress, makeFolder } from './config.ts'

/**
 * Opens the log at an address. What a server needs is loaded only when one is named.
 *
 * @throws what the engine says.
 */
export async function openEvents(address: ReturnType<typeof eventsAddress>): Promise<EventStore> {
  if (address.engine === 'eventstoredb') {
    const { openEventStoreDb } = await import('@rural-tracker/event-store/eventstoredb')
    return openEventStoreDb(address.url)
  }
  makeFolder(dirname(address.path))
  return openSqliteStore(address.path)
}
