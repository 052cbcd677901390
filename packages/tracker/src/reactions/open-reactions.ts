import { dirname, join } from 'node:path'
import { thisProcess } from '@rural-tracker/projections/sqlite'
import { Reactions } from '@rural-tracker/reactions'
import type { queueAddress, rowsAddress, TrackerConfig } from '../config.ts'
import { openRows } from '../open-rows.ts'
import { masterKeyIn } from './master-key.ts'
import { openEffects } from './open-effects.ts'
import type { ReactionPart, ReactionTools } from './part.ts'

/** What the tracker does by itself. Others come with the configuration. */
const OWN_PARTS: readonly ReactionPart[] = []

export type OwnTools = Pick<ReactionTools, 'events' | 'atHead' | 'execute' | 'today'>

/** Opens outbox and queue and puts together all that the tracker does outside. */
export async function openReactions(
  config: Pick<TrackerConfig, 'reactionParts' | 'reactionsKeyFile' | 'onProblem'>,
  at: Readonly<{ reactionsAt: ReturnType<typeof rowsAddress>; queueAt: ReturnType<typeof queueAddress>; beside: string }>,
  own: OwnTools,
): Promise<Reactions> {
  const { reactionParts = [], onProblem = () => {} } = config
  const keyFile = config.reactionsKeyFile ?? join(at.reactionsAt.engine === 'sqlite' ? dirname(at.reactionsAt.path) : at.beside, 'reactions.key')
  const tools: ReactionTools = { ...own, masterKey: () => masterKeyIn(keyFile), onProblem }
  const parts = [...OWN_PARTS, ...reactionParts].map((part) => part(tools))
  const effects = await openEffects(at.queueAt, await own.events.logId())
  try {
    return new Reactions({
      events: own.events,
      rows: await openRows(at.reactionsAt),
      effects,
      reactions: parts.flatMap(({ reactions = [] }) => reactions),
      handlers: parts.flatMap(({ handlers = [] }) => handlers),
      dueWork: parts.flatMap(({ dueWork = [] }) => dueWork),
      execute: own.execute,
      today: own.today,
      owner: thisProcess(),
      onProblem,
    })
  } catch (error) {
    await effects.close()
    throw error
  }
}
