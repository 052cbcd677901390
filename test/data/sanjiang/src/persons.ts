import { population } from './population.ts'
import { between, seeded } from './random.ts'

const SURNAMES = ['演', '示', '虚', '构', '样', '例', '试', '拟']
const GIVEN = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Invented names and numbers for everybody: surnames that are none, and a region code that no region has. */
export function* persons() {
  const random = seeded(7)
  let n = 0
  for (const { members } of population()) {
    for (const { id, bornIn, sex } of members) {
      n++
      const name = `${SURNAMES[between(random, 0, 7)]}${GIVEN[between(random, 0, 21)]}${GIVEN[between(random, 0, 21)]}`
      const serial = String((n % 500) * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')
      const digits = `990000${bornIn.replace('-', '')}${String(between(random, 1, 28)).padStart(2, '0')}${serial}`
      const check = '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]
      yield {
        person: id,
        record: { name, idNumber: `${digits}${check}`, phone: `190${String(10_000_000 + n)}`, account: `9900${String(n).padStart(12, '0')}` },
      }
    }
  }
}
