import { shifanHistory } from './history.ts'
import { TOWNSHIP } from './places.ts'
import { persons } from './persons.ts'
import { SHOWN } from './population.ts'
import { TARGETS } from './targets.ts'

export { shifanHistory }

/** The example township as the command line shows it. */
export const shifan = { asOf: TARGETS.to, title: '示范镇 2019–2026 年', division: TOWNSHIP, household: SHOWN, commands: shifanHistory, persons }
