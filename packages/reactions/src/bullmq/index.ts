export { bullmqEffects } from './bullmq-effects.ts'
