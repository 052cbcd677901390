import { Agent, request } from 'node:http'
import { buffer } from 'node:stream/consumers'

/**
 * Fetch over at most so many connections that stay open: who opens one for each of five hundred requests measures how a machine
 * makes connections, and when it refuses one waits for seconds until it asks again.
 */
export function pooledFetch(connections: number): Readonly<{ fetch: typeof fetch; close: () => void }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const call = (async (to: string | URL | Request, { method = 'GET', headers, body, signal }: RequestInit = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const asked = request(
      String(to),
      { agent, method, headers: Object.fromEntries(new Headers(headers)), ...(signal ? { signal } : {}) },
      (answer) => {
        const said = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string])
        buffer(answer).then((bytes) => resolve(new Response(new Uint8Array(bytes), { status: answer.statusCode ?? 500, headers: said })), reject)
      },
    )
    asked.on('error', reject)
    asked.end(body ?? undefined)
    return promise
  }) as typeof fetch
  return { fetch: call, close: () => agent.destroy() }
}
