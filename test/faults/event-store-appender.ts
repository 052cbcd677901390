import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { newEvent } from '@rural-tracker/event-store/testing'
import type { EventStore } from '@rural-tracker/event-store'

// A process that appends and says so: `start <id>` before, `ack <id>` after the answer. Written at once, so a kill loses no line.
const [path = '', mode = '', count = '0'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
const store = openSqliteStore(path)

/** Until it is killed: three writers, each with streams of its own, three events an append. */
async function appendForEver(): Promise<void> {
  const writer = async () => {
    const stream = `household-431224105201-${randomUUID()}`
    for (let revision = -1n; ; ) {
      const id = randomUUID()
      say(`start ${id}`)
      const events = ['a', 'b', 'c'].map((part) => newEvent({ id: `${id}/${part}` }))
      const result = await store.append(stream, revision < 0n ? 'no_stream' : revision, events)
      if (!result.ok) throw new Error('nobody else writes to this stream')
      say(`ack ${id}`)
      revision = result.revision
    }
  }
  await Promise.all([writer(), writer(), writer()])
}

/** A number of events to the one stream that all processes share. */
async function appendShared(to: EventStore, events: number): Promise<void> {
  const stream = 'household-431224105201-shared'
  for (let n = 0; n < events; n++) {
    const event = newEvent()
    for (;;) {
      const last = (await to.readStream(stream, { backwards: true, limit: 1 })[Symbol.asyncIterator]().next()).value
      if ((await to.append(stream, last?.revision ?? 'no_stream', [event])).ok) break
    }
    say(`ack ${event.id}`)
  }
  await to.close()
}

await (mode === 'shared' ? appendShared(store, Number(count)) : appendForEver())
