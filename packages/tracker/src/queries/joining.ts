import { CarriedFact, PersonId } from '@rural-tracker/domain'
import { z } from 'zod'
import { nameReaders } from '../access/roles.ts'
import { answered, clocks, given, told } from './params.ts'
import { defineQuery } from './query.ts'

const asked = z.strictObject({ person: PersonId, ...clocks })

/** By event id: `standingFacts` of `AddMember`. Somebody of whom nothing may be seen here has none, as somebody who is not known. */
export const standingFacts = defineQuery({
  name: 'standingFacts',
  title: { zh: '人员的现有情况（编号）', en: 'What holds of a person and is taken along by event id' },
  params: asked,
  result: z.looseObject({ ...answered, person: PersonId, facts: z.array(told) }),
  mayRead: nameReaders,
  isScan: () => false,
  run: async (tracker, { person, ...clock }) => {
    const at = await tracker.catchUp()
    return { ...at, person, facts: await tracker.standingFactsOf(person, given(clock)) }
  },
})

/** With their words: `carries` of `AddMember`. */
export const carriedFacts = defineQuery({
  name: 'carriedFacts',
  title: { zh: '人员随户带走的情况', en: 'What of a person the household has to know that he or she joins' },
  params: asked,
  result: z.looseObject({ ...answered, person: PersonId, facts: z.array(CarriedFact) }),
  mayRead: nameReaders,
  isScan: () => false,
  run: async (tracker, { person, ...clock }) => {
    const at = await tracker.catchUp()
    return { ...at, person, facts: await tracker.carriedFactsOf(person, given(clock)) }
  },
})
