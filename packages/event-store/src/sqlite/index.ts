export * from './backup.ts'
export * from './driver.ts'
export { SCHEMA_VERSION } from './schema.ts'
export * from './store.ts'
