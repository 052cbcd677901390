export { describeProjection, dump, type Laws } from './describe-projection.ts'
