export { findInFiles, type Found } from './find-in-files.ts'
