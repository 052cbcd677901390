import { thisProcess } from '@rural-tracker/projections/sqlite'
import { type DueWork, Reactions } from '@rural-tracker/reactions'
import type { queueAddress, ReactionsConfig, rowsAddress, TrackerConfig } from '../config.ts'
import { type AddressBook, messagesPart } from '../messages/index.ts'
import { openRows } from '../open-rows.ts'
import { webhookPart } from '../webhooks/index.ts'
import { openEffects } from './open-effects.ts'
import type { ReactionPart, ReactionTools } from './part.ts'

/** What the tracker does by itself. Others come with the configuration. */
const ownParts = (config: ReactionsConfig): readonly ReactionPart[] => [webhookPart(config)]

export type OwnTools = Pick<ReactionTools, 'events' | 'rowsAtHead' | 'rows' | 'execute' | 'today' | 'masterKey'> &
  Readonly<{ addresses: AddressBook; dueWork: readonly DueWork[] }>

export type OpenReactions = Readonly<{ reactions: Reactions; close: () => Promise<void> }>

/** Opens outbox and queue and puts together all that the tracker does outside. */
export async function openReactions(
  { reactions: config = {}, alertMessages }: Pick<TrackerConfig, 'reactions' | 'alertMessages'>,
  at: Readonly<{ reactionsAt: ReturnType<typeof rowsAddress>; queueAt: ReturnType<typeof queueAddress> }>,
  own: OwnTools,
): Promise<OpenReactions> {
  const { parts: others = [], onProblem = () => {} } = config
  const { addresses, dueWork: ownDueWork, ...ownTools } = own
  const tools: ReactionTools = { ...ownTools, onProblem }
  const { now = Date.now } = config
  const told = alertMessages ? [messagesPart({ now, ...alertMessages, addresses }, config)] : []
  const parts = [...ownParts(config), ...told, ...others].map((part) => part(tools))
  const effects = await openEffects(at.queueAt, await own.events.logId(), now)
  try {
    const reactions = new Reactions({
      events: own.events,
      rows: await openRows(at.reactionsAt),
      effects,
      reactions: parts.flatMap(({ reactions = [] }) => reactions),
      handlers: parts.flatMap(({ handlers = [] }) => handlers),
      // What is raised in a minute is told in the same one.
      dueWork: [...ownDueWork, ...parts.flatMap(({ dueWork = [] }) => dueWork)],
      rowWatches: parts.flatMap(({ rowWatches = [] }) => rowWatches),
      execute: own.execute,
      today: own.today,
      owner: thisProcess(),
      now,
      onProblem,
      ...(config.resendMs === undefined ? {} : { resendMs: config.resendMs }),
    })
    const close = async () => {
      await reactions.close()
      for (const part of parts) part.close?.()
    }
    return { reactions, close }
  } catch (error) {
    await effects.close()
    throw error
  }
}
