export { thisProcess } from '../sql/owner.ts'
export { createRoles, type Role } from './roles.ts'
export { openPostgresRows, type PostgresRowsOptions } from './row-store.ts'
