export * from './contribution.ts'
export * from './indicator.ts'
export * from './registry.ts'
export * from './series.ts'
