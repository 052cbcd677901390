import { shifanHistory } from './history.ts'
import { TOWNSHIP } from './places.ts'
import { persons } from './persons.ts'
import { SHOWN } from './population.ts'
import { TARGETS } from './targets.ts'

export { shifanHistory }

/** The example township as the command line shows it: the watch is of the days after the flood of 2022. */
export const shifan = {
  asOf: TARGETS.to,
  title: '示范镇 2019–2026 年',
  division: TOWNSHIP,
  shown: { household: SHOWN, since: '2026-05-31', watch: '2022-06-30' },
  commands: shifanHistory,
  persons,
}
