export { EventStoreError } from './errors.ts'
export { openMemoryStore } from './memory.ts'
export * from './port.ts'
