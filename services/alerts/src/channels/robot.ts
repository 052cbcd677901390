import type { MessageChannel } from '@rural-tracker/tracker'
import { createHmac } from 'node:crypto'

const ANSWER_MS = 10_000
/** More than twenty a minute are refused for ten minutes. */
const TOO_FAST_MS = 600_000
/** The robot's own words for: busy, and too fast. */
const [BUSY, TOO_FAST] = [new Set([-1]), new Set([130_101, 410_100])]
const MOST_ANSWER_BYTES = 10_000

/**
 * 钉钉自定义机器人: one robot of one group. The address is its Webhook, the secret that of 加签.
 *
 * @source 钉钉开放平台, 自定义机器人接入 and 安全设置: timestamp in milliseconds and sign = base64(HMAC-SHA256(secret, timestamp + "\n" + secret)) in the
 * URL; a markdown message has title and text; `errcode` 0 says that it was taken; 20 messages a minute.
 */
export function robotChannel(now: () => number = Date.now): MessageChannel {
  return {
    perMinute: 20,
    send: async ({ to, secret }, { subject, markdown }, signal) => {
      const late = AbortSignal.timeout(ANSWER_MS)
      try {
        const response = await fetch(signedUrl(to, secret, now()), {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ msgtype: 'markdown', markdown: { title: subject, text: markdown } }),
          redirect: 'error',
          signal: AbortSignal.any([signal, late]),
        })
        const code = response.ok ? errcodeIn((await response.text()).slice(0, MOST_ANSWER_BYTES)) : undefined
        if (code === 0) return { kind: 'taken' }
        if (code !== undefined && TOO_FAST.has(code)) return { kind: 'again', reason: 'unreachable', afterMs: TOO_FAST_MS }
        if (code === undefined || BUSY.has(code)) return { kind: 'again', reason: 'unreachable' }
        // A signature, a keyword or a token that is not right: it will not be right the next time either.
        return { kind: 'refused' }
      } catch {
        return { kind: 'again', reason: late.aborted ? 'timeout' : 'unreachable' }
      }
    },
  }
}

/** @example signedUrl('https://oapi.dingtalk.com/robot/send?access_token=…', 'SEC…', Date.now()) */
export function signedUrl(to: string, secret: string | undefined, at: number): URL {
  const url = new URL(to)
  if (secret === undefined) return url
  url.searchParams.set('timestamp', String(at))
  url.searchParams.set('sign', createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64'))
  return url
}

function errcodeIn(text: string): number | undefined {
  try {
    const { errcode } = JSON.parse(text) as { errcode?: unknown }
    return typeof errcode === 'number' ? errcode : undefined
  } catch {
    return undefined
  }
}
