import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** The cable between a client and a server: it can be cut, pulled out and put back, and the port stays the same. */
export class Wire {
  readonly #sockets = new Set<Socket>()
  readonly #target: number
  #server: Server | undefined
  #port: number

  constructor(target: number, port = 0) {
    this.#target = target
    this.#port = port
  }

  get port(): number {
    return this.#port
  }

  async plugIn(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#target, '127.0.0.1')
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        socket.setNoDelay(true)
        this.#sockets.add(socket)
        socket.on('error', () => other.destroy())
        socket.on('close', () => {
          this.#sockets.delete(socket)
          other.destroy()
        })
        socket.pipe(other)
      }
    })
    this.#server = server
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (server.address() as AddressInfo).port
  }

  /** Ends every connection; new ones may come. */
  cut(): void {
    for (const socket of [...this.#sockets]) socket.resetAndDestroy()
  }

  /** What is connected stays so, and not a byte passes any more. New connections work. */
  freeze(): void {
    for (const socket of this.#sockets) socket.unpipe().pause()
  }

  /** Nobody answers here until it is plugged in again. */
  pullOut(): void {
    this.#server?.close()
    this.#server = undefined
    this.cut()
  }
}
