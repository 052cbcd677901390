import { PersonId } from '@rural-tracker/domain'

/** The domain's form of a person's id. The id stands in the clear in both files, so one made from an ID number is refused. */
export function isPersonId(text: string): boolean {
  return PersonId.safeParse(text).success
}
