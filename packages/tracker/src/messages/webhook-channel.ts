import { AddressRefused } from '../webhooks/addresses.ts'
import { Post, TimedOut } from '../webhooks/post.ts'
import { signed } from '../webhooks/signature.ts'
import type { MessageChannel } from './channel.ts'

/** The receiver says that there is nothing there any more. */
const GONE = 410

/** Messages to a program of somebody else, signed as webhooks are: villages by title, kinds, deadlines and links, and nothing of anybody. */
export function webhookChannel(reachPrivate: boolean): MessageChannel {
  const post = new Post(reachPrivate)
  return {
    send: async ({ to, secret = '' }, { id, kind, subject, items, listed }, signal) => {
      const body = JSON.stringify({ type: `alerts.${kind}`, timestamp: new Date().toISOString(), data: { message: id, subject, items, listed } })
      try {
        const { status, afterMs } = await post.send(to, signed([secret], { id, at: Date.now(), body }), body, signal)
        if (status >= 200 && status < 300) return { kind: 'taken' }
        if (status === GONE) return { kind: 'refused' }
        return { kind: 'again', reason: 'unreachable', ...(afterMs === undefined ? {} : { afterMs }) }
      } catch (error) {
        if (error instanceof AddressRefused) return { kind: 'refused' }
        return { kind: 'again', reason: error instanceof TimedOut ? 'timeout' : 'unreachable' }
      }
    },
    close: () => post.close(),
  }
}
