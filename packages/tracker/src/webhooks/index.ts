import type { ReactionsConfig } from '../config.ts'
import type { ReactionPart } from '../reactions/part.ts'
import { webhookHandler } from './handler.ts'
import { Post } from './post.ts'
import { rowWatch } from './row-watch.ts'
import { webhookReaction } from './subscribers.ts'
import { Webhooks } from './webhooks.ts'

/** Signed webhooks on events and on changes of rows. */
export function webhookPart(config: ReactionsConfig): ReactionPart {
  return (tools) => {
    const post = new Post(config.webhooksReachPrivate ?? false)
    const webhooks = new Webhooks(tools)
    return {
      reactions: [webhookReaction],
      handlers: [webhookHandler(tools, post, config.webhookRetries)],
      rowWatches: [rowWatch(tools, () => webhooks.list())],
      close: () => post.close(),
    }
  }
}
