import type { SlotState } from '../rows.ts'

export const SCHEMA_VERSION = 2

/** Bookkeeping of the read models; their own tables are made per slot, named `<table>__<slot>` behind a view `<table>`. */
export type Bookkeeping = {
  slot_number: { slot: number }
  slot: {
    model: string
    slot: number
    version: number
    hash: string
    logId: string
    state: SlotState
    position: number | null
    lastEvent: string | null
    derivedFor: string | null
    failure: string | null
    updatedAt: string
  }
  lease: { model: string; epoch: number; owner: string | null; until: number }
  dead_letter: { model: string; slot: number; position: number; eventId: string; stream: string; reason: string; at: string }
  rebuild: { id: string; model: string; slot: number; events: number; report: string | null; at: string }
}

export function bookkeepingTables({ text, integer, counter }: { text: string; integer: string; counter: string }): string {
  return `
CREATE TABLE IF NOT EXISTS slot_number (slot ${counter} PRIMARY KEY);
CREATE TABLE IF NOT EXISTS slot (
  model ${text} NOT NULL, slot ${integer} NOT NULL, version ${integer} NOT NULL, hash ${text} NOT NULL, "logId" ${text} NOT NULL,
  state ${text} NOT NULL, position ${integer}, "lastEvent" ${text}, "derivedFor" ${text}, failure ${text}, "updatedAt" ${text} NOT NULL,
  PRIMARY KEY (model, slot)
);
CREATE TABLE IF NOT EXISTS lease (model ${text} PRIMARY KEY, epoch ${integer} NOT NULL, owner ${text}, until ${integer} NOT NULL);
CREATE TABLE IF NOT EXISTS dead_letter (
  model ${text} NOT NULL, slot ${integer} NOT NULL, position ${integer} NOT NULL, "eventId" ${text} NOT NULL, stream ${text} NOT NULL,
  reason ${text} NOT NULL, at ${text} NOT NULL,
  PRIMARY KEY (model, slot, position)
);
CREATE TABLE IF NOT EXISTS rebuild (id ${text} PRIMARY KEY, model ${text} NOT NULL, slot ${integer} NOT NULL, events ${integer} NOT NULL, report ${text}, at ${text} NOT NULL);`
}
