import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import { buildWriter, writerSettings } from '@rural-tracker/writer'
import { mkdtempSync, writeFileSync } from 'node:fs'
const dir = mkdtempSync('/tmp/apitmp/x')
const config = embeddedConfig(dir)
const tracker = await openTracker(config)
const t0 = Date.now()
const { app } = await buildWriter({ tracker, settings: writerSettings({ LOG_LEVEL: 'info' }), place: config })
console.log('built', Date.now() - t0)
const get = async (url: string, headers = {}) => { const a = await app.inject({ method: 'GET', url, headers }); console.log(url, a.statusCode, a.headers['content-type'], a.body.slice(0, 400)); return a }
const doc = await get('/openapi.json')
writeFileSync('/tmp/apitmp/openapi.json', JSON.stringify(JSON.parse(doc.body), null, 1))
await get('/health/live'); await get('/health/ready'); await get('/nope'); await get('/v1/queries/list?limit=3'); await get('/v1/queries/list?asOf=2020-01-01'); await get('/v1/queries/list?wait=99'); await get('/v1/queries/nope')
const post = async (url: string, payload: any, headers = {}) => { const a = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } }); console.log(url, a.statusCode, a.body.slice(0, 500)); return a }
await post('/v1/commands/RegisterHousehold', {})
await post('/v1/commands/RegisterHousehold', {}, { 'idempotency-key': '"a1"' })
await post('/v1/commands/Nope', {}, { 'idempotency-key': '"a1"' })
await post('/v1/commands', { commands: [{ type: 'Nope', data: {}, commandId: 'x', foo: 1 }] })
await post('/v1/commands', { commands: [{ type: 'Nope', data: {}, commandId: 'x' }] })
await get('/metrics')
await app.close(); await tracker.close()
