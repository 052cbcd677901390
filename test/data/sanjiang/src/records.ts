import { between, type Random } from './random.ts'

export type Somebody = Readonly<{ id: string; sex: 'female' | 'male'; bornOn: string }>

const SURNAMES = ['演', '示', '虚', '构', '样', '例', '试', '拟']
const GIVEN = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Invented names and numbers: surnames that are none, and a region code of six digits that no region has. Numbers go on after `from`. */
export function* records(random: Random, everybody: Iterable<Somebody>, { region, from }: { region: string; from: number }) {
  let n = from
  const sameDay = new Map<string, number>()
  for (const { id, sex, bornOn } of everybody) {
    n++
    // Of one day and sex everybody has an own serial, odd for men.
    const before = sameDay.get(`${bornOn} ${sex}`) ?? 0
    sameDay.set(`${bornOn} ${sex}`, before + 1)
    const name = `${SURNAMES[between(random, 0, 7)]}${GIVEN[between(random, 0, 21)]}${GIVEN[between(random, 0, 21)]}`
    const serial = String(before * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')
    const digits = `${region}${bornOn.replaceAll('-', '')}${serial}`
    const check = '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]
    yield {
      person: id,
      record: { name, idNumber: `${digits}${check}`, phone: `190${String(10_000_000 + n)}`, account: `9900${String(n).padStart(12, '0')}` },
    }
  }
}
