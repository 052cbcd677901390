import fc from 'fast-check'

/**
 * Asserts a property of lives. A life is some hundred commands long, so a failure says what was expected and how to come back to it, without them.
 *
 * @example await held(fc.asyncProperty(lives, async (commands) => { … }), 200)
 */
export async function held(property: fc.IAsyncProperty<never> | fc.IAsyncProperty<unknown>, numRuns: number): Promise<void> {
  const { failed, seed, counterexamplePath, errorInstance } = await fc.check(property as fc.IAsyncProperty<unknown>, { numRuns, endOnFailure: true })
  if (!failed) return
  const error = errorInstance instanceof Error ? errorInstance : new Error(String(errorInstance))
  error.message = `${error.message}\n(seed: ${seed}, path: ${counterexamplePath})`
  throw error
}
