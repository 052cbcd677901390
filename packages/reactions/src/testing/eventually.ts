import { setTimeout } from 'node:timers/promises'

/** Looks again and again until it holds. @throws when it does not within half a minute. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const until = Date.now() + withinMs; !(await holds()); await setTimeout(5)) {
    if (Date.now() > until) throw new Error(`it did not come about: ${what}`)
  }
}
