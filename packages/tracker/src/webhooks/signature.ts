import { createHmac } from 'node:crypto'

/**
 * The secret of a webhook's generation: made from the key of the installation, so that it stands nowhere.
 *
 * @source Standard Webhooks 1.0 (standardwebhooks.com): symmetric secrets are 24 to 64 bytes, shown as whsec_ and base64.
 */
export function secretOf(masterKey: Buffer, stream: string, generation: number): string {
  return `whsec_${createHmac('sha256', masterKey).update(`${stream}\n${generation}`).digest('base64')}`
}

/** The headers by which a receiver knows who sends, and that nobody changed or repeats it. `at` is in milliseconds since 1970. */
export function signed(secrets: readonly string[], message: Readonly<{ id: string; at: number; body: string }>): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1_000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
