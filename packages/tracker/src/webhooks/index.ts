import type { TrackerConfig } from '../config.ts'
import type { ReactionPart } from '../reactions/part.ts'
import { webhookHandler } from './handler.ts'
import { Post } from './post.ts'
import { webhookReaction } from './subscribers.ts'

/** Signed webhooks on events. */
export function webhookPart(config: Pick<TrackerConfig, 'webhooksReachPrivate' | 'webhookRetries'>): ReactionPart {
  return (tools) => {
    const post = new Post(config.webhooksReachPrivate ?? false)
    return { reactions: [webhookReaction], handlers: [webhookHandler(tools, post, config.webhookRetries)], close: () => post.close() }
  }
}
