import { planHouseholds } from './households.ts'
import { Plan } from './plan.ts'
import { population } from './population.ts'
import { between, seeded } from './random.ts'
import { records, type Somebody } from './records.ts'

/** Invented names and numbers for everybody of the five years. */
export function persons() {
  const random = seeded(7)
  return records(random, everybody(random), { region: '990000', from: 0 })
}

/** Whoever joins a household in the history: who lived there in 2016, then who was born or came since, as it became known. */
function* everybody(random: () => number): Iterable<Somebody> {
  const plan = new Plan()
  // Which events a risk's end points at changes nobody's birth.
  planHouseholds(
    plan,
    population(),
    (key) => key,
    () => '',
  )
  for (const { command } of plan.inOrder()) {
    if (command.type !== 'AddMember') continue
    const { person: id, sex, bornIn, reason, occurredOn } = command.data
    const bornOn = reason === 'born' ? occurredOn : `${bornIn}-${String(between(random, 1, 28)).padStart(2, '0')}`
    yield { id, sex, bornOn }
  }
}
