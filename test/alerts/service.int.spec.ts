import { alertsSettings, serveAlerts } from '@rural-tracker/alerts'
import { eventually } from '@rural-tracker/reactions/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { alertTownship } from './kit.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function served() {
  const there = await alertTownship({})
  const settings = alertsSettings({ ALERTS_PORT: '0', ALERTS_OPS_PORT: '0', LOG_LEVEL: 'silent' })
  const stop = new AbortController()
  const listening = Promise.withResolvers<{ page: string; operation: string }>()
  const onListening = (page: string, operation: string) => listening.resolve({ page, operation })
  const serving = serveAlerts({ settings, config: there.config, signal: stop.signal, onListening, log: { write: () => {} } })
  closing.push(there.close, async () => {
    stop.abort()
    await serving
  })
  return { ...there, ...(await listening.promise), stop, serving }
}

describe('the service of alerts', () => {
  it('says how it is as the other services do: each read model with its position, and the reactions', async () => {
    const { tracker, operation } = await served()
    const ask = async (path: string, how: RequestInit = {}) => {
      const response = await fetch(`${operation}${path}`, how)
      return { status: response.status, text: await response.text() }
    }
    expect(await ask('/health/live')).toEqual({ status: 200, text: '{"live":true}' })
    await eventually('it is ready', async () => (await ask('/health/ready')).status === 200)
    const { projections, ...verdict } = JSON.parse((await ask('/health/ready')).text) as { projections: readonly object[] }
    expect(verdict).toEqual({ ready: true, reactionsStoppedAt: null })
    expect(projections).toEqual((await tracker.health()).projections)
    expect([(await ask('/')).status, (await ask('/metrics', { method: 'POST' })).status]).toEqual([404, 405])
  })

  it('counts in the names that the other services use', async () => {
    const { page, operation } = await served()
    expect((await fetch(`${page}/a/guess`)).status).toBe(404)
    const text = async () => (await fetch(`${operation}/metrics`)).text()
    await eventually('every read model is built', async () => /state="active"\} 1/.test(await text()) && !/state="active"\} 0/.test(await text()))
    const metrics = await text()
    for (const line of [
      /^position_age_seconds\{projection="alert_messages",version="\d+",partition="0"\} 0$/m,
      /^state\{projection="alerts",version="\d+",partition="0",state="active"\} 1$/m,
      /^dead_letters\{projection="alerts",version="\d+",partition="0"\} 0$/m,
      /^http_request_seconds_count\{route="\/a\/:token",method="GET",status="404"\} 1$/m,
      /^reactions_owed 0$/m,
      /^reactions_stopped 0$/m,
    ])
      expect(metrics).toMatch(line)
  })

  it('given that it is told to stop, then it ends, and what it had open is closed', async () => {
    const { operation, stop, serving } = await served()
    await fetch(`${operation}/health/live`)
    stop.abort()
    await serving
    await expect(fetch(`${operation}/health/live`)).rejects.toThrow()
  })
})
