export * from './contract.ts'
export * from './events.ts'
export * from './in-a-file.ts'
