import { type AddressInfo, createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type Server, startPostgres } from './server.ts'

/** Where a spec asks for the PostgreSQL of this run: see `postgresAddress()`. */
declare module 'vitest' {
  interface ProvidedContext {
    postgresPort: number
  }
}

/**
 * One PostgreSQL for all specs of a run, started when the first of them asks: that of `READ_MODELS_URL`, or one of its own. Without either
 * the specs that need it are skipped, and it is said why.
 */
export default async function postgresOnce(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.READ_MODELS_URL
  // What the tests start in processes of their own keeps its read models where they say.
  delete process.env.READ_MODELS_URL
  let starting: Promise<Pick<Server, 'address' | 'stop'> | undefined> | undefined
  const start = () => (given ? Promise.resolve<Pick<Server, 'address' | 'stop'>>({ address: given, stop: async () => {} }) : startPostgres())
  const server = createServer((socket) => {
    starting ??= start().catch((error: Error) => {
      console.error(`\nNO POSTGRESQL, so its specs are skipped. Set READ_MODELS_URL to one, or see why none could be started:\n${error.message}\n`)
      return undefined
    })
    socket.on('error', () => socket.destroy())
    void starting.then((started) => socket.end(started?.address ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('postgresPort', (server.address() as AddressInfo).port)
  return async () => {
    server.close()
    await (await starting)?.stop()
  }
}
