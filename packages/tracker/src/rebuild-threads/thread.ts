// One thread of a rebuild: it folds its part of the keys over connections of its own, and says how far it is.
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { PartBuild } from '@rural-tracker/projections'
import { readModels } from '@rural-tracker/read-models'
import { eventsAddress, rowsAddress } from '../config.ts'
import { openEvents } from '../open-events.ts'
import { openRows } from '../open-rows.ts'
import { failureIn, type FromThread, type ThreadTask } from './messages.ts'

const port = parentPort
const tell = (message: FromThread) => port?.postMessage(message)

async function work({ place, task }: ThreadTask): Promise<void> {
  const allLoaded = port ? once(port, 'message') : undefined
  const events = await openEvents(eventsAddress(place.eventsUrl))
  const closing: { close: () => Promise<void> }[] = [events]
  try {
    const rows = await openRows(rowsAddress(place.readModelsUrl))
    closing.unshift(rows)
    const part = new PartBuild({ events, rows, models: readModels }, task)
    tell({ kind: 'loaded', loaded: await part.load((progress) => tell({ kind: 'progress', progress })) })
    await allLoaded
    await part.finish()
  } finally {
    for (const one of closing) await one.close()
  }
}

work(workerData as ThreadTask).then(
  () => tell({ kind: 'finished' }),
  (error: unknown) => tell({ kind: 'failed', failure: failureIn(error) }),
)
