import type { Table } from '../rows.ts'

/** The name of a table in a slot. */
export function physical(table: Table, slot: number): string {
  return `${table.name}__${slot}`
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
