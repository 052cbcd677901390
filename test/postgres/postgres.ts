import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { RowStore } from '@rural-tracker/projections'
import { openPostgresRows, type PostgresRowsOptions } from '@rural-tracker/projections/postgres'
import { overriding } from '@rural-tracker/projections/testing'
import pg from 'pg'
import { inject } from 'vitest'
import type { Answer } from './once.ts'

/**
 * The address of this run's PostgreSQL, as an administrator.
 *
 * @throws one sentence when there is none: what it would show has to be shown.
 */
export async function postgresAddress(): Promise<string> {
  const answer = JSON.parse(await text(connect(inject('postgresPort'), '127.0.0.1'))) as Answer
  if ('missing' in answer) throw new Error(answer.missing)
  return answer.address
}

/** An address in which nobody has built anything. */
export function fresh(address: string): string {
  const url = new URL(address)
  url.searchParams.set('schema', `t_${crypto.randomUUID().slice(0, 8)}`)
  return url.href
}

/** Read models that are gone when they are closed. */
export async function freshRows(address: string, options: PostgresRowsOptions = {}): Promise<RowStore> {
  const own = fresh(address)
  const rows = await openPostgresRows(own, options)
  const close = async () => {
    await rows.close()
    await removed(own)
  }
  return overriding(rows, { close })
}

/** Read models that are emptied when they are closed and opened again: for a short history it would take longest to make the schemas. */
export function emptiedRows(address: string): { open: () => Promise<RowStore>; end: () => Promise<void> } {
  const idle: RowStore[] = []
  const all: RowStore[] = []
  const newOne = async () => {
    const rows = await freshRows(address)
    all.push(rows)
    return rows
  }
  const open = async () => {
    const rows = idle.pop() ?? (await newOne())
    const close = async () => {
      for (const { model, slot } of await rows.slots()) await rows.dropSlot(model, slot)
      idle.push(rows)
    }
    return overriding(rows, { close })
  }
  return { open, end: async () => void (await Promise.all(all.map((rows) => rows.close()))) }
}

/** Takes the schemas of an address away. */
export async function removed(address: string): Promise<void> {
  const schema = new URL(address).searchParams.get('schema')
  await asked(address, `DROP SCHEMA IF EXISTS "${schema}" CASCADE; DROP SCHEMA IF EXISTS "${schema}_built" CASCADE`)
}

/** A connection as anybody has it: not one of the row store. */
export async function connected(address: string, as: { user?: string; password?: string } = {}): Promise<pg.Client> {
  const url = new URL(address)
  url.searchParams.delete('schema')
  if (as.user !== undefined) url.username = as.user
  if (as.password !== undefined) url.password = as.password
  const client = new pg.Client({ connectionString: url.href })
  client.on('error', () => {})
  await client.connect()
  return client
}

export async function asked(address: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connected(address)
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
