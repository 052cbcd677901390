export { describeEffects } from './describe-effects.ts'
export { describeReactions, type QueueInTrouble } from './describe-reactions.ts'
export { eventually } from './eventually.ts'
