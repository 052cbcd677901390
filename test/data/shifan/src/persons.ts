import { between, records, seeded, type Somebody } from '@rural-tracker/sanjiang/making'
import { shifanHistory } from './history.ts'

/** Invented names and numbers for everybody of 示范镇. */
export function persons() {
  const random = seeded(8)
  return records(random, everybody(random), { region: '999000', from: 500_000 })
}

/** Whoever joins a household for the first time, as it became known. */
function* everybody(random: () => number): Iterable<Somebody> {
  const known = new Set<string>()
  for (const { type, data } of shifanHistory(() => '00000000-0000-4000-8000-000000000000')) {
    if (type !== 'AddMember' || known.has(data.person)) continue
    known.add(data.person)
    const bornOn = data.reason === 'born' ? data.occurredOn : `${data.bornIn}-${String(between(random, 1, 28)).padStart(2, '0')}`
    yield { id: data.person, sex: data.sex, bornOn }
  }
}
