import { VILLAGES } from './places.ts'
import { between, pick, type Random, seeded, shares } from './random.ts'

export type Person = Readonly<{ id: string; relation: 'head' | 'spouse' | 'child' | 'parent' | 'grandchild'; sex: 'female' | 'male'; bornIn: string }>
export type Household = Readonly<{
  id: string
  village: string
  poor: boolean
  members: readonly Person[]
  /** 易地搬迁 or 危房改造, one of the two at most. */
  housing?: 'scattered' | 'countyTown' | 'centralised' | 'renovation'
  exitYear?: number
}>

type Group = { households: number; persons: number; poor: boolean; housing?: Household['housing'] }

/** Registered poor 2,460 / 9,100, of them relocated and renovated as the report says; the others make 三万多人. */
const GROUPS: readonly Group[] = [
  { households: 112, persons: 488, poor: true, housing: 'scattered' },
  { households: 21, persons: 89, poor: true, housing: 'countyTown' },
  { households: 224, persons: 912, poor: true, housing: 'centralised' },
  { households: 848, persons: 2_624, poor: true, housing: 'renovation' },
  { households: 1_255, persons: 4_987, poor: true },
  { households: 5_640, persons: 21_200, poor: false },
]

/** Everybody, made up. */
export function population(): readonly Household[] {
  const random = seeded(2016)
  const households: Household[] = []
  let person = 0
  for (const group of GROUPS) {
    for (const size of shares(random, group.persons, group.households, { least: 1, most: 8, spread: 0.8 })) {
      const members = Array.from({ length: size }, (_, i) => someone(random, `P${String(++person).padStart(6, '0')}`, i))
      const number = households.length + 1
      const village = VILLAGES[between(random, 0, VILLAGES.length - 1)]?.code ?? ''
      households.push({
        id: `H${String(number).padStart(5, '0')}`,
        village,
        poor: group.poor,
        members,
        ...(group.housing ? { housing: group.housing } : {}),
        ...(group.poor ? { exitYear: between(random, 2016, 2020) } : {}),
      })
    }
  }
  return households
}

function someone(random: Random, id: string, place: number): Person {
  const relation = (['head', 'spouse', 'child', 'child', 'parent', 'grandchild', 'grandchild', 'grandchild'] as const)[place] ?? 'child'
  const sex = relation === 'head' ? (random() < 0.8 ? 'male' : 'female') : random() < 0.5 ? 'male' : 'female'
  const [from, to] = { head: [1955, 1985], spouse: [1956, 1986], child: [1996, 2012], parent: [1935, 1955], grandchild: [2006, 2013] }[relation] as [
    number,
    number,
  ]
  return { id, relation, sex, bornIn: `${between(random, from, to)}-${String(between(random, 1, 12)).padStart(2, '0')}` }
}

/** So many households whose members add up to exactly so many. */
export function householdsWith(random: Random, from: readonly Household[], households: number, persons: number): Household[] {
  const chosen = pick(random, from, households)
  const rest = from.filter((one) => !chosen.includes(one))
  let sum = chosen.reduce((total, one) => total + one.members.length, 0)
  for (let tries = 0; sum !== persons; tries++) {
    if (tries > 1_000_000) throw new Error(`no ${households} households with ${persons} persons`)
    const [i, j] = [between(random, 0, chosen.length - 1), between(random, 0, rest.length - 1)]
    const [out, into] = [chosen[i] as Household, rest[j] as Household]
    const change = into.members.length - out.members.length
    if (Math.abs(sum + change - persons) >= Math.abs(sum - persons)) continue
    chosen[i] = into
    rest[j] = out
    sum += change
  }
  return chosen
}
