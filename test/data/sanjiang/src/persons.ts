import { planHouseholds } from './households.ts'
import { Plan } from './plan.ts'
import { population } from './population.ts'
import { between, seeded } from './random.ts'

const SURNAMES = ['演', '示', '虚', '构', '样', '例', '试', '拟']
const GIVEN = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Invented names and numbers for everybody of the five years: surnames that are none, and a region code that no region has. */
export function* persons() {
  const random = seeded(7)
  let n = 0
  const sameDay = new Map<string, number>()
  for (const { id, sex, bornOn } of everybody(random)) {
    n++
    // Of one day and sex everybody has an own serial, odd for men.
    const before = sameDay.get(`${bornOn} ${sex}`) ?? 0
    sameDay.set(`${bornOn} ${sex}`, before + 1)
    const name = `${SURNAMES[between(random, 0, 7)]}${GIVEN[between(random, 0, 21)]}${GIVEN[between(random, 0, 21)]}`
    const serial = String(before * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')
    const digits = `990000${bornOn.replaceAll('-', '')}${serial}`
    const check = '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]
    yield {
      person: id,
      record: { name, idNumber: `${digits}${check}`, phone: `190${String(10_000_000 + n)}`, account: `9900${String(n).padStart(12, '0')}` },
    }
  }
}

type Somebody = Readonly<{ id: string; sex: 'female' | 'male'; bornOn: string }>

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
