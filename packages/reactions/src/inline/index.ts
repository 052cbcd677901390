export { inlineEffects } from './inline-effects.ts'
