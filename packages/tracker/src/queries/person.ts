import { PersonId, ReadingPurpose } from '@rural-tracker/domain'
import { z } from 'zod'
import { nameReaders } from '../access/roles.ts'
import { defineQuery } from './query.ts'

const Persons = z.union([z.string().transform((text) => text.split(',')), z.array(z.string())]).pipe(z.array(PersonId).min(1).max(100))

/** Ids separated by commas. That the caller reads these names stands in the log before they are given. */
export const person = defineQuery({
  name: 'person',
  title: { zh: '人员姓名（查阅留痕）', en: 'Names of persons; the reading is recorded' },
  params: z.strictObject({ persons: Persons, purpose: ReadingPurpose }),
  result: z.looseObject({ persons: z.array(z.object({ person: PersonId, name: z.string().nullable(), erased: z.boolean() })) }),
  mayRead: nameReaders,
  isScan: () => false,
  run: async (tracker, { persons, purpose }, { actor, division }) => ({
    persons: await tracker.names(persons, { reader: actor, division, purpose }),
  }),
})
