import { type AddressInfo, createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type RedisServer, startRedis } from './server.ts'

/** Where a spec asks for the Redis of this run: see `redisAddress()`. */
declare module 'vitest' {
  interface ProvidedContext {
    redisPort: number
  }
}

/** One Redis for all specs of a run, started when the first of them asks: that of `REDIS_URL`, or one of its own. Without either they fail. */
export default async function redisOnce(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.REDIS_URL
  let starting: Promise<RedisServer> | undefined
  const start = () => (given ? Promise.resolve({ address: given, pid: 0, stop: async () => {} }) : startRedis())
  const server = createServer((socket) => {
    starting ??= start()
    socket.on('error', () => socket.destroy())
    void starting.then(
      ({ address }) => socket.end(address),
      (error: Error) => socket.end(`! ${error.message}`),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('redisPort', (server.address() as AddressInfo).port)
  return async () => {
    server.close()
    await (await starting?.catch(() => undefined))?.stop()
  }
}
