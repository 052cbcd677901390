import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { checkHost, guardedLookup } from './addresses.ts'

/** What a receiver answered. `afterMs` where it asks for more time. */
export type Answer = Readonly<{ status: number; afterMs?: number }>

const ANSWER_MS = 10_000
const LONGEST_ANSWER = 1_024
const LONGEST_WAIT_MS = 3_600_000

/** The receiver did not answer in time. */
export class TimedOut extends Error {}

/** Sends one message and gives the answer's status; nothing of its body is read. Redirects are answers like others: they are not followed. */
export class Post {
  readonly #reachPrivate: boolean
  readonly #http = new HttpAgent({ keepAlive: true, maxSockets: 64 })
  readonly #https = new HttpsAgent({ keepAlive: true, maxSockets: 64 })

  constructor(reachPrivate: boolean) {
    this.#reachPrivate = reachPrivate
  }

  /** @throws AddressRefused, TimedOut, or what the network says. */
  async send(url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answer> {
    const to = new URL(url)
    checkHost(to.hostname, this.#reachPrivate)
    const late = AbortSignal.timeout(ANSWER_MS)
    const how = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'rural-tracker' },
      lookup: guardedLookup(to.hostname, this.#reachPrivate),
      signal: AbortSignal.any([signal, late]),
    }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sending = to.protocol === 'https:' ? httpsRequest(to, { ...how, agent: this.#https }) : httpRequest(to, { ...how, agent: this.#http })
      sending.once('response', resolve)
      sending.once('error', (error) => reject(late.aborted ? new TimedOut() : error))
      sending.end(body)
    })
    // A small answer leaves the connection free for the next message; a large one is not waited for.
    let length = 0
    response.on('error', () => {})
    response.on('data', (some: Buffer) => {
      length += some.length
      if (length > LONGEST_ANSWER) response.destroy()
    })
    const wait = Number(response.headers['retry-after'])
    return { status: response.statusCode ?? 0, ...(wait > 0 ? { afterMs: Math.min(wait * 1_000, LONGEST_WAIT_MS) } : {}) }
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}
