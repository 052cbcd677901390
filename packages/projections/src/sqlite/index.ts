export { backupSqliteRows } from './backup.ts'
export { thisProcess } from './owner.ts'
export { openSqliteRows } from './row-store.ts'
