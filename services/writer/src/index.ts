export { buildWriter, type Writer, type WriterParts } from './app.ts'
export { serve, type ServeHow } from './serve.ts'
export { type WriterSettings, writerSettings } from './settings.ts'
