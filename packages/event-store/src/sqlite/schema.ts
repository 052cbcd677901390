export const SCHEMA_VERSION = 1

/**
 * `position` is never given twice (AUTOINCREMENT); the stream's order is unique; there is no unique index on the id: it would halve
 * imports, and the rule of repeats does not need it. Nobody changes history: the triggers refuse.
 */
export const SCHEMA = `
CREATE TABLE event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  metadata TEXT NOT NULL,
  recordedAt INTEGER NOT NULL,
  UNIQUE (stream, revision)
);
CREATE TRIGGER event_is_immutable BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are immutable'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
CREATE TABLE log (id TEXT NOT NULL);
CREATE TRIGGER log_is_immutable BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'the id of the log is immutable'); END;
`
