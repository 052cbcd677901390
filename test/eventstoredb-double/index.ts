export * from './cluster.ts'
export * from './log.ts'
export * from './node.ts'
