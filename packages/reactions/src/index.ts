export * from './due-work.ts'
export * from './effect.ts'
export * from './effects.ts'
export * from './reaction.ts'
