import { categoryOf } from '@rural-tracker/domain'
import type { Filter, StoredEvent } from './port.ts'

/** Whether an event passes, for whoever has to look at each. */
export function matching({ types, categories }: Filter = {}): (event: StoredEvent) => boolean {
  const oneOf = types && new Set(types)
  const inOne = categories && new Set(categories)
  return (event) => (!oneOf || oneOf.has(event.type)) && (!inOne || inOne.has(categoryOf(event.stream)))
}
