/** The server to be tried. Everything written there goes to streams of its own names; take one that holds nothing of value. */
export function eventsUrl(): string {
  const { EVENTS_URL: url } = process.env
  if (!url) throw new Error('set EVENTS_URL, such as esdb://admin:changeit@127.0.0.1:2113?tlsCAFile=./ca.crt')
  return url
}

/** The servers of an address, as `host:port`. */
export function nodesOf(url: string): readonly string[] {
  const [, hosts = ''] = /^\w+(?:\+discover)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(url) ?? []
  return hosts.split(',').map((host) => (/:\d+$/.test(host) ? host : `${host}:2113`))
}

/** What each server says of itself, `leader` or `follower` among others; undefined of one that does not answer. */
export function statesOf(nodes: readonly string[]): Promise<(string | undefined)[]> {
  const scheme = /[?&]tls=false/i.test(eventsUrl()) ? 'http' : 'https'
  return Promise.all(
    nodes.map(async (node) => {
      try {
        const info = (await (await fetch(`${scheme}://${node}/info`, { signal: AbortSignal.timeout(3_000) })).json()) as { state?: string }
        return info.state?.toLowerCase()
      } catch {
        return undefined
      }
    }),
  )
}

/** A command of the one who started the servers. */
export function commandFor(name: 'KILL_NODE' | 'START_NODE'): string {
  const command = process.env[name]
  if (!command) throw new Error(`set ${name} to a command that does it to the server whose host:port is in NODE`)
  return command
}
