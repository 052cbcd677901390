import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readModels } from '@rural-tracker/read-models'
import { linesOf, logOf, rowsFile, rowsOf } from '../packages/read-models/src/testing/golden.ts'
import { here } from './step.ts'

// Writes what is missing beside the golden logs and touches nothing that is there: a log from its commands, once, and the rows of each
// read model's present version.
const golden = here('packages/read-models/fixtures/golden')

for (const name of readdirSync(golden)) {
  const file = (of: string) => `${golden}/${name}/${of}`
  const write = async (of: string, make: () => Promise<string>) => {
    if (existsSync(file(of))) return
    writeFileSync(file(of), await make())
    console.log(`${name}/${of}`)
  }
  await write('log.ndjson', () => logOf(linesOf(readFileSync(file('commands.ndjson'), 'utf8')).map((line) => JSON.parse(line))))
  const log = readFileSync(file('log.ndjson'), 'utf8')
  for (const model of readModels) await write(rowsFile(model), () => rowsOf(model, log))
}
