import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A receiver of webhooks as another office would have it: it counts what came by its id, and now and then it is in trouble. */
export class Receiver {
  /** How often each message came. */
  readonly came = new Map<string, number>()
  /** When each came first, by `performance.now()`. */
  readonly firstAt = new Map<string, number>()
  /** Bodies whose signature did not fit. */
  readonly forged: string[] = []
  readonly #server: Server
  /** Every n-th request is answered with an error after it was counted; 0: none. */
  trouble = 0
  #requests = 0

  /** Set when the subscription has been made and its secret is known. */
  verify: (headers: Readonly<Record<string, string>>, body: string) => boolean = () => false

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const at = performance.now()
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
        const id = headers['webhook-id'] ?? ''
        if (!this.verify(headers, body)) this.forged.push(id)
        this.came.set(id, (this.came.get(id) ?? 0) + 1)
        if (!this.firstAt.has(id)) this.firstAt.set(id, at)
        this.#requests += 1
        response.statusCode = this.trouble > 0 && this.#requests % this.trouble === 0 ? 503 : 204
        response.end()
      })
    })
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver()
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
