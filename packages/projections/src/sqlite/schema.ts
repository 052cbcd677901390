import { bookkeepingTables, SCHEMA_VERSION } from '../sql/schema.ts'

export const SCHEMA = `
BEGIN IMMEDIATE;${bookkeepingTables({ text: 'TEXT', integer: 'INTEGER', counter: 'INTEGER' })}
PRAGMA user_version = ${SCHEMA_VERSION};
COMMIT;
`
