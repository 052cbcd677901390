export const SCHEMA_VERSION = 1

/** Bookkeeping of the read models; their own tables are made per slot, named `<table>__<slot>` behind a view `<table>`. */
export const SCHEMA = `
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS slot_number (slot INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS slot (
  model TEXT NOT NULL, slot INTEGER NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, logId TEXT NOT NULL,
  state TEXT NOT NULL, position INTEGER, lastEvent TEXT, derivedFor TEXT, failure TEXT, updatedAt TEXT NOT NULL,
  PRIMARY KEY (model, slot)
);
CREATE TABLE IF NOT EXISTS lease (model TEXT PRIMARY KEY, epoch INTEGER NOT NULL, owner TEXT, until INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS dead_letter (
  model TEXT NOT NULL, slot INTEGER NOT NULL, position INTEGER NOT NULL, eventId TEXT NOT NULL, stream TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (model, slot, position)
);
PRAGMA user_version = ${SCHEMA_VERSION};
COMMIT;
`
