import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a PostgreSQL that can be cut, so that the database seems to break off or to be away; nothing happens to it itself. */
export class Proxy {
  /** The same address, through here. */
  readonly address: string
  readonly #server: Server
  readonly #port: number
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server, address: string) {
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
    const url = new URL(address)
    url.port = String(this.#port)
    this.address = url.href
  }

  static async to(address: string): Promise<Proxy> {
    const { hostname, port } = new URL(address)
    let proxy: Proxy | undefined
    const server = createServer((socket) => {
      const other = connect(Number(port || 5432), hostname)
      proxy?.keep(socket, other)
      proxy?.keep(other, socket)
      socket.pipe(other)
      other.pipe(socket)
    })
    await listening(server, 0)
    proxy = new Proxy(server, address)
    return proxy
  }

  /** Every connection breaks; new ones are taken. */
  cut(): void {
    for (const socket of [...this.#sockets]) socket.resetAndDestroy()
  }

  /** Nobody is there any more. */
  async goAway(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.cut()
    await closed
  }

  async comeBack(): Promise<void> {
    await listening(this.#server, this.#port)
  }

  async stop(): Promise<void> {
    if (this.#server.listening) await this.goAway()
  }

  private keep(socket: Socket, other: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      other.destroy()
    })
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
