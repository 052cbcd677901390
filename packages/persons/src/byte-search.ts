import { closeSync, existsSync, openSync, readSync } from 'node:fs'

const CHUNK = 1 << 20

/** A SQLite file and whatever lies beside it at this moment. */
export function withCompanions(path: string): string[] {
  return [path, ...['-wal', '-shm', '-journal'].map((end) => path + end).filter((companion) => existsSync(companion))]
}

/** Where these bytes first stand in a file, or -1. */
export function positionInFile(path: string, bytes: Uint8Array): number {
  const file = openSync(path, 'r')
  try {
    // Chunks overlap, so that what lies across their border is found.
    const overlap = bytes.length - 1
    const chunk = Buffer.alloc(CHUNK + overlap)
    for (let start = 0; ; start += CHUNK) {
      const length = readSync(file, chunk, 0, chunk.length, start)
      const at = chunk.subarray(0, length).indexOf(bytes)
      if (at >= 0) return start + at
      if (length < chunk.length) return -1
    }
  } finally {
    closeSync(file)
  }
}
