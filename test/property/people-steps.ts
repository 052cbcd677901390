import { eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { about, day, household, person, say } from './steps.ts'

type AboutSomebody = { registeredIn: string; household: string; person: string; occurredOn: string }

/** Who works, who leaves a household, and who joins another and takes along what was said of them. */
export const people = [
  {
    weight: 2,
    arbitrary: say(
      fc.tuple(household, person, day).map(([where, who, occurredOn]) => ({
        type: 'StartJob',
        data: { ...where, person: who, place: 'county', monthlyWage: 300_000, occurredOn },
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(household, person, day)
        .map(([where, who, occurredOn]) => ({ type: 'RemoveMember', data: { ...where, person: who, reason: 'married', occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(household, day).chain(([where, occurredOn]) =>
      about('StartJob', ({ data, commandId }) => {
        const job = data as AboutSomebody
        const id = eventIdOf(`household-${job.registeredIn}-${job.household}`, commandId, 0)
        return {
          type: 'AddMember',
          data: {
            ...where,
            person: job.person,
            relation: 'spouse',
            sex: 'female',
            bornIn: '1990-05',
            reason: 'married',
            standingFacts: [id],
            occurredOn,
          },
        }
      }),
    ),
  },
]
