import { dirname } from 'node:path'
import type { EventStore } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { eventsAddress, makeFolder } from './config.ts'

/**
 * Opens the log at an address. What a server needs is loaded only when one is named.
 *
 * @throws TrackerError for an engine that is not there, and what the engine says.
 */
export async function openEvents(url: string): Promise<EventStore> {
  const address = eventsAddress(url)
  if (address.engine === 'eventstoredb') {
    const { openEventStoreDb } = await import('@rural-tracker/event-store/eventstoredb')
    return openEventStoreDb(address.url)
  }
  makeFolder(dirname(address.path))
  return openSqliteStore(address.path)
}
