import type { Size } from '../log.ts'

export type Arguments = Readonly<{ dir: string; log: string; size: Size; callers?: number; rounds?: number; address?: string }>

/** What is prepared before the clock runs, the work that is timed (it gives the number of things done), and what proves that it was done. */
export type Side = (how: Arguments) => Promise<{ work: () => Promise<number>; after?: () => Promise<unknown> }>
