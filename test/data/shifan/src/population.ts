import { between, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { VILLAGES } from './places.ts'
import { TARGETS } from './targets.ts'

export type Person = Readonly<{ id: string; relation: 'head' | 'spouse' | 'child' | 'parent' | 'grandchild'; sex: 'female' | 'male'; bornIn: string }>
export type Household = Readonly<{
  id: string
  village: string
  /** 建档立卡 since before 2019. */
  registered: boolean
  /** The day it left poverty. */
  exitedOn?: string
  members: readonly Person[]
}>

/** The household whose way the demonstration prints. */
export const SHOWN = 'H900001'

const PLACES = ['head', 'spouse', 'child', 'child', 'parent', 'grandchild', 'grandchild', 'parent'] as const
const BORN: Readonly<Record<Person['relation'], readonly [number, number]>> = {
  head: [1955, 1988],
  spouse: [1957, 1990],
  child: [1998, 2014],
  parent: [1936, 1955],
  grandchild: [2007, 2018],
}

/** Everybody who lives in 示范镇 on the first day, made up: 150 households a village. */
export function population(): readonly Household[] {
  const random = seeded(999)
  const sizes = sizesOf(random)
  // The household that is shown has four members.
  const four = sizes.indexOf(4)
  sizes[four] = sizes[0] as number
  sizes[0] = 4
  const numbers = sizes.map((_, i) => i).slice(1)
  const registered = new Set([0, ...pick(random, numbers, TARGETS.registered - 1)])
  let person = 900_000
  return sizes.map((size, i) => {
    const members = Array.from({ length: size }, (_, place) => someone(random, `P${++person}`, place))
    const household = { id: `H${900_001 + i}`, village: VILLAGES[Math.floor(i / 150)]?.code ?? '', members }
    if (!registered.has(i)) return { ...household, registered: false }
    return { ...household, registered: true, exitedOn: exitDay(random) }
  })
}

/** Of a hundred households so many have one member, two, three … */
const SIZES = [9, 17, 21, 26, 15, 8, 4] as const

/** Sizes of all households, drawn and then evened out to the number of people. */
function sizesOf(random: Random): number[] {
  const drawn = SIZES.flatMap((count, i) => Array<number>(count).fill(i + 1))
  const sizes = Array.from({ length: TARGETS.households }, () => drawn[between(random, 0, drawn.length - 1)] ?? 1)
  for (let left = TARGETS.persons - sizes.reduce((sum, size) => sum + size, 0); left !== 0; ) {
    const i = between(random, 0, sizes.length - 1)
    const size = (sizes[i] ?? 0) + Math.sign(left)
    if (size < 1 || size > 8) continue
    sizes[i] = size
    left -= Math.sign(left)
  }
  return sizes
}

/** The last ones left in 2020. */
function exitDay(random: Random): string {
  return `${between(random, 2017, 2020)}-12-${between(random, 10, 20)}`
}

function someone(random: Random, id: string, place: number): Person {
  const relation = PLACES[place] ?? 'child'
  const sex = relation === 'head' ? (random() < 0.8 ? 'male' : 'female') : random() < 0.5 ? 'male' : 'female'
  const [from, to] = BORN[relation]
  return { id, relation, sex, bornIn: `${between(random, from, to)}-${String(between(random, 1, 12)).padStart(2, '0')}` }
}

/** Full years on the first of January of a year. */
export function ageIn(year: number, { bornIn }: Person): number {
  return year - Number(bornIn.slice(0, 4))
}
