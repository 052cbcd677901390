import { createHmac, timingSafeEqual } from 'node:crypto'

/** Which alert of which message, and until when (milliseconds since 1970, whole minutes). Who holds it may answer as the message's receiver. */
export type AlertLink = Readonly<{ division: string; message: string; item: number; expiresAt: number }>

const [VERSION, MESSAGE_LETTERS, MAC_BYTES] = [1, 28, 16]
const BODY_BYTES = 1 + 6 + MESSAGE_LETTERS + 1 + 4
const TOKEN = /^[\w-]{75}$/
const A_MINUTE = 60_000

/**
 * A link as 75 characters: it names no household, no cause and nobody, and cannot be made without the key of the installation.
 *
 * @example sealLink(masterKey, { division: '431224105201', message, item: 0, expiresAt })
 */
export function sealLink(masterKey: Buffer, { division, message, item, expiresAt }: AlertLink): string {
  const body = Buffer.alloc(BODY_BYTES)
  body.writeUInt8(VERSION, 0)
  body.writeUIntBE(Number(division), 1, 6)
  body.write(message, 7, MESSAGE_LETTERS, 'latin1')
  body.writeUInt8(item, 7 + MESSAGE_LETTERS)
  body.writeUInt32BE(Math.floor(expiresAt / A_MINUTE), 8 + MESSAGE_LETTERS)
  return Buffer.concat([body, mac(masterKey, body)]).toString('base64url')
}

/** What a link stands for; `forged` is everything that this installation did not make. */
export function openLink(masterKey: Buffer, token: string, now: number): AlertLink | 'forged' | 'expired' {
  if (!TOKEN.test(token)) return 'forged'
  const bytes = Buffer.from(token, 'base64url')
  // The last character has bits to spare: only one of the ways to write them is ours.
  if (bytes.toString('base64url') !== token) return 'forged'
  const [body, given] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)]
  if (!timingSafeEqual(mac(masterKey, body), given) || body.readUInt8(0) !== VERSION) return 'forged'
  const expiresAt = body.readUInt32BE(8 + MESSAGE_LETTERS) * A_MINUTE
  if (now >= expiresAt) return 'expired'
  return {
    division: String(body.readUIntBE(1, 6)).padStart(12, '0'),
    message: body.toString('latin1', 7, 7 + MESSAGE_LETTERS),
    item: body.readUInt8(7 + MESSAGE_LETTERS),
    expiresAt,
  }
}

function mac(masterKey: Buffer, body: Buffer): Buffer {
  const key = createHmac('sha256', masterKey).update('links to the page of an alert').digest()
  return createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES)
}
