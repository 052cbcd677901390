import { here, run } from './step.ts'

// Tries the store on a server that somebody has started, and waits out the long outages on the double. Whoever says how a node is killed and
// started again, by commands that find its host:port in NODE, has the leader killed too.
const node = process.execPath
const vitest = (...args: readonly string[]) => [here('node_modules/vitest/vitest.mjs'), 'run', '--allowOnly=false', ...args]
const { EVENTS_URL: url, KILL_NODE, START_NODE } = process.env

/** What a server says about itself to everybody; nothing where it is encrypted by an authority of its own. */
async function version(address: string): Promise<string> {
  const [, host = ''] = /^esdb(?:\+discover)?:\/\/(?:[^@/]*@)?([^,/?]+)/.exec(address) ?? []
  const scheme = /[?&]tls=false/i.test(address) ? 'http' : 'https'
  try {
    const info = (await (await fetch(`${scheme}://${host}/info`, { signal: AbortSignal.timeout(3_000) })).json()) as Record<string, unknown>
    return String(info['esVersion'] ?? info['dbVersion'] ?? 'unknown')
  } catch {
    return 'unknown'
  }
}

if (!url) {
  console.error('set EVENTS_URL to a server that holds nothing of value, such as esdb://admin:changeit@127.0.0.1:2113?tlsCAFile=./ca.crt')
  process.exitCode = 2
} else {
  console.log(`server version ${await version(url)}, ${new Date().toISOString().slice(0, 10)}`)
  // The contract first: its followers begin with the log, which the other one fills.
  const onServer = (spec: string) => run(node, vitest('--config', here('test/real-server/vitest.config.ts'), spec))
  const good =
    onServer('contract') &&
    onServer('reading-speed') &&
    (!KILL_NODE || !START_NODE || onServer('leader-killed')) &&
    run(node, vitest('test/faults/eventstoredb-outage'), { OUTAGE_MS: '30000' })
  process.exitCode = good ? 0 : 1
}
