import { createHash } from 'node:crypto'

/** Text inside a page: nothing of it can become markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const STYLE =
  'body{margin:0 auto;max-width:34em;padding:12px;font:18px/1.5 sans-serif;color:#111;background:#fff}' +
  'h1{font-size:22px;margin:0 0 8px}h2{font-size:19px;margin:0 0 6px}small{color:#555;font-size:14px}' +
  'dl{margin:0 0 12px;border:1px solid #999;padding:8px}dt{color:#555;font-size:14px;float:left;clear:left;width:6em;padding:3px 0 0}dt small{display:block;font-size:12px}dd{margin:0 0 8px 6em;min-height:44px}dd small,label small{display:block}dd p{margin:4px 0 0}label small{margin:0 0 0 28px}' +
  'form{border:1px solid #999;padding:8px;margin:0 0 12px}label{display:block;padding:7px 0}' +
  'input{width:20px;height:20px;vertical-align:middle;margin:0 8px 0 0}select,button{display:block;width:100%;font-size:18px;padding:9px;margin:6px 0}' +
  'button{background:#0b57a4;color:#fff;border:0}.late,.not{color:#a30000;font-weight:bold}'

/** Nothing but this page and its own style: no script, no picture, no other site, and no frame around it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
}

/** A whole page. `body` is markup. */
export function page(body: string): string {
  return (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<title>预警 Alert</title><style>${STYLE}</style></head><body>${body}</body></html>`
  )
}

/** Chinese first, English below. */
export function both({ zh, en }: Readonly<{ zh: string; en: string }>): string {
  return `${escaped(zh)} <small lang="en">${escaped(en)}</small>`
}

/** A page of one sentence, and nothing else. */
export function sentence({ zh, en }: Readonly<{ zh: string; en: string }>): string {
  return page(`<p>${escaped(zh)}</p><p lang="en">${escaped(en)}</p>`)
}
