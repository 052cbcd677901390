import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Received = Readonly<{ id: string; headers: IncomingHttpHeaders; body: string; at: number; path: string }>
/** How the n-th message (from 1) is answered: a status, or as the function does it. */
export type Answering = (received: Received, n: number) => number | ((response: ServerResponse) => void)

/** A receiver on this machine that keeps what it gets, as a real one would: over HTTP, or HTTPS where it has a key and a certificate. */
export async function receiver(answering: Answering = () => 204, port = 0, tls?: Readonly<{ key: Buffer; cert: Buffer }>) {
  const received: Received[] = []
  let answer = answering
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const one = { id: String(request.headers['webhook-id']), headers: request.headers, body, at: Date.now(), path: request.url ?? '' }
    received.push(one)
    const how = answer(one, received.length)
    if (typeof how === 'function') how(response)
    else response.writeHead(how, { 'content-length': 0 }).end()
  }
  // A sender that is killed in the middle of a message leaves half of one.
  const listener = (request: IncomingMessage, response: ServerResponse) => void take(request, response).catch(() => response.destroy())
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${own}/hooks`,
    port: own,
    received,
    answerWith: (how: Answering) => (answer = how),
    times: (id: string) => received.filter((one) => one.id === id).length,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Whether a message was signed with this secret, as Standard Webhooks has receivers check it: written here from its text, and not with our own code. */
export function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key)
    .update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`)
    .digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .some((given) => {
      const [version, signature = ''] = given.split(',')
      const bytes = Buffer.from(signature, 'base64')
      return version === 'v1' && bytes.length === expected.length && timingSafeEqual(bytes, expected)
    })
}
