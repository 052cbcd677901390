import { type AddressInfo, createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type Server, startPostgres } from './server.ts'

/** Where a spec asks for the PostgreSQL of this run: see `postgresAddress()`. */
declare module 'vitest' {
  interface ProvidedContext {
    postgresPort: number
  }
}

/** What a spec is answered: the address, or the sentence with which it fails. */
export type Answer = Readonly<{ address: string } | { missing: string }>

/** One PostgreSQL for all specs of a run, started when the first of them asks: that of `READ_MODELS_URL`, or one of its own. */
export default async function postgresOnce(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.READ_MODELS_URL
  // What the tests start in processes of their own keeps its read models where they say.
  delete process.env.READ_MODELS_URL
  let starting: Promise<Pick<Server, 'address' | 'stop'>> | undefined
  const start = () => (given ? Promise.resolve<Pick<Server, 'address' | 'stop'>>({ address: given, stop: async () => {} }) : startPostgres())
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    starting ??= start()
    const answer = (what: Answer) => socket.end(JSON.stringify(what))
    starting.then(
      ({ address }) => answer({ address }),
      (error: Error) => answer({ missing: error.message }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('postgresPort', (server.address() as AddressInfo).port)
  return async () => {
    server.close()
    await (await starting?.catch(() => undefined))?.stop()
  }
}
