import type { z } from 'zod'
import type { Aggregate, CommandDefinition } from './aggregate.ts'
import { alertMessage } from './alert-message/decide.ts'
import { receiver } from './receiver/decide.ts'
import { alert } from './alert/decide.ts'
import { alertDays } from './alert-days/decide.ts'
import { catalogueOf } from './event.ts'
import { delivery } from './delivery/decide.ts'
import { factRecord } from './fact-record/decide.ts'
import { household } from './household/decide.ts'
import { loan } from './loan/decide.ts'
import { monitoringCase } from './monitoring-case/decide.ts'
import { nameReading } from './name-reading/decide.ts'
import { parameter } from './parameter/decide.ts'
import { partnership } from './partnership/decide.ts'
import { paymentList } from './payment-list/decide.ts'
import { project } from './project/decide.ts'
import { report } from './report/decide.ts'
import { serviceKey } from './service-key/decide.ts'
import { village } from './village/decide.ts'
import { webhook } from './webhook/decide.ts'

const all = [
  household,
  monitoringCase,
  village,
  paymentList,
  loan,
  project,
  partnership,
  report,
  parameter,
  factRecord,
  alert,
  alertDays,
  receiver,
  alertMessage,
  webhook,
  delivery,
  serviceKey,
  nameReading,
] as const

/** Everything that can be said, decider by decider. */
export const aggregates: readonly Aggregate[] = all as unknown as readonly Aggregate[]

/** Every event type, by the names it is or was stored under. */
export const catalogue = catalogueOf(aggregates.flatMap((aggregate) => aggregate.events))

/** Every command definition by its type. */
export const commands: ReadonlyMap<string, CommandDefinition> = new Map(
  aggregates.flatMap((aggregate) => aggregate.commands.map((command) => [command.type, command] as const)),
)

/** The commands of one aggregate, as a caller writes them: `CommandOf<typeof household>`. */
export type CommandOf<A> =
  A extends Aggregate<infer _State, infer C>
    ? C extends CommandDefinition<never, infer Type, infer Schema>
      ? { readonly type: Type; readonly data: z.input<Schema> }
      : never
    : never
/** Every command with its data, as a caller writes it. */
export type AnyCommand = CommandOf<(typeof all)[number]>
