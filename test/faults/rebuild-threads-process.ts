// A process that rebuilds in threads and may be killed: node rebuild-threads-process.ts EVENTS-FILE READ-MODELS-URL MODEL ID. Says `building` when all have begun.
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { Projector } from '@rural-tracker/projections'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { thisProcess } from '@rural-tracker/projections/sqlite'
import { readModels } from '@rural-tracker/read-models'
import { RebuildThreads } from '@rural-tracker/tracker'

const [file = '', readModelsUrl = '', model = '', id = ''] = process.argv.slice(2)
const threads = new RebuildThreads({ eventsUrl: `sqlite:${file}`, readModelsUrl }, 2, 0)
const observer = { building: () => void process.stdout.write('building\n') }
const [events, rows] = [openSqliteStore(file), await openPostgresRows(readModelsUrl)]
const projector = new Projector({ events, rows, models: readModels, owner: thisProcess(), today: () => '2020-12-31', observer, threads })
process.stdout.write(`${JSON.stringify(await projector.rebuild(model, { id }))}\n`)
