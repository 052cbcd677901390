export { backupSqliteRows } from './backup.ts'
export { thisProcess } from '../sql/owner.ts'
export { openSqliteRows } from './row-store.ts'
