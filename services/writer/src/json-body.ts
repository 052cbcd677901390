import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notJson, notText, notUtf8, tooDeep, wrongType } from './errors.ts'

const LEVELS = 20
const TEXT = new TextDecoder('utf-8', { fatal: true })

/** Takes JSON in UTF-8 and nothing else, and looks at it before anything else does: what is nested too deeply would break whoever walks through it. */
export function takeJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(/^application\/json(?:\s*;.*)?$/i, { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    const charset = /;\s*charset="?([\w-]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1]
    if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw wrongType()
    if (!/^(?:identity)?$/i.test(request.headers['content-encoding'] ?? '')) throw wrongType()
    return jsonOf(body)
  })
}

/** @throws HttpProblem for what is not JSON, not UTF-8, too deep, or holds what no text holds. */
export function jsonOf(body: Uint8Array): unknown {
  const text = textOf(body)
  if (isTooDeep(text)) throw tooDeep()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notJson()
  }
  if (/\\u(?:0000|[dD][89a-fA-F])|\0/.test(text) && !isText(value)) throw notText()
  return value
}

function textOf(body: Uint8Array): string {
  try {
    return TEXT.decode(body)
  } catch {
    throw notUtf8()
  }
}

/** Brackets outside of strings, counted before anything is parsed. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === 0x5c) i++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > LEVELS) return true
    } else if (char === 0x5d || char === 0x7d) depth--
  }
  return false
}

/** Whether all strings and keys are whole characters without a NUL, which not every store can keep. */
function isText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, child]) => isText(key) && isText(child))
}
