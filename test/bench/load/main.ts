// One layout under load: `node main.ts embedded|distributed LOAD-AS-JSON` prints what was measured and what is wrong.
import type { Layout } from '../../faults/township/township.ts'
import { runLoad } from './run.ts'
import type { Load } from './work.ts'

const [layout = '', load = ''] = process.argv.slice(2)
console.log(JSON.stringify(await runLoad(layout as Layout, JSON.parse(load) as Load)))
process.exit()
