import { CADRE, CHILD, COUNTY_OFFICE, FAMILY, GRANDMOTHER, HEAD, MAIN, NEIGHBOURS, SPOUSE, where } from './places.ts'
import { eliminationSteps, proposed } from './steps.ts'
import type { Line, Walk } from './walk.ts'

export const INSURANCE = 'county:medical-insurance'
const REGISTERED = '2022-03-01'

type Relation = 'head' | 'spouse' | 'child' | 'parent'
type Member = readonly [person: string, relation: Relation, sex: 'female' | 'male', bornIn: string, labour?: 'ordinary' | 'lost' | 'none']

/** The bill that begins it all: a stay in hospital in September 2023. */
export const firstBill = bill('b1', '2023-09-26', { total: 6_200_000, reimbursed: 3_800_000, compliantSelfPaid: 2_160_000 })

/** The main household as it stands in autumn 2023, and its neighbours. */
export function households(walk: Walk): void {
  walk.passes(
    'households',
    ...household(
      MAIN,
      [HEAD, 'head', 'male', '1978-04', 'ordinary'],
      [SPOUSE, 'spouse', 'female', '1980-09', 'ordinary'],
      [CHILD, 'child', 'male', '2010-06'],
      [GRANDMOTHER, 'parent', 'female', '1950-02', 'lost'],
    ),
    graded('2022-03-05', 'B'),
    { actor: CADRE, type: 'CheckWater', data: { ...where(MAIN), ...SAFE_WATER, occurredOn: '2022-03-05' } },
    enrolled('2022-09-01', 'junior'),
    ...insured(2023),
    ...incomeYear(2023, { localWage: 2_160_000, cropSales: 980_000, pension: 154_800, farmSubsidy: 50_000 }, 380_000),
    { actor: 'county:health', type: 'ReportHealth', data: { ...where(MAIN), person: SPOUSE, health: 'seriousIllness', occurredOn: '2023-09-24' } },
    firstBill,
    ...household(NEIGHBOURS.quiet, ['P980801', 'head', 'female', '1985-03', 'ordinary'], ['P980802', 'child', 'female', '2016-05']),
    ...household(NEIGHBOURS.withoutLabour, ['P980901', 'head', 'male', '1949-08', 'lost'], ['P980902', 'spouse', 'female', '1952-11', 'none']),
    ...household(NEIGHBOURS.helpedLate, ['P981001', 'head', 'male', '1975-01', 'ordinary'], ['P981002', 'parent', 'female', '1947-04', 'lost']),
    ...household(NEIGHBOURS.natural, ['P981101', 'head', 'female', '1990-12', 'ordinary'], ['P981102', 'spouse', 'male', '1988-02', 'ordinary']),
    ...household(NEIGHBOURS.dismissed, ['P981201', 'head', 'male', '1970-07', 'ordinary'], ['P981202', 'spouse', 'female', '1972-10', 'ordinary']),
    ...household(NEIGHBOURS.dying, ['P981301', 'head', 'male', '1941-06', 'lost']),
  )
}

/** Three neighbours were marked by the county without any step, and one of them is to be eliminated although nobody has helped it. */
export function neighbours(walk: Walk): void {
  const marked = (household_: string, kind: 'labourShortage' | 'illness'): Line => ({
    actor: COUNTY_OFFICE,
    type: 'RecordRecognition',
    data: { ...where(household_), scheme: '2021', class: 'marginal', risks: [{ kind }], occurredOn: '2023-03-10' },
  })
  walk.passes(
    'neighbours',
    marked(NEIGHBOURS.withoutLabour, 'labourShortage'),
    marked(NEIGHBOURS.helpedLate, 'illness'),
    marked(NEIGHBOURS.natural, 'illness'),
    proposed(NEIGHBOURS.helpedLate, '2023-09-12'),
    ...eliminationSteps(NEIGHBOURS.helpedLate, {
      visit: '2023-09-13',
      review: '2023-09-15',
      from: '2023-09-16',
      to: '2023-09-20',
      check: '2023-09-22',
      county: '2023-09-27',
      announced: '2023-09-28',
    }),
  )
}

const SAFE_WATER = { quality: true, quantity: true, reliability: true, access: true }

function household(id: string, ...members: readonly Member[]): Line[] {
  const at = { ...where(id), occurredOn: REGISTERED }
  return [
    { actor: CADRE, type: 'RegisterHousehold', data: { ...at, kind: 'ordinary' } },
    ...members.flatMap(([person, relation, sex, bornIn, labour]): Line[] => [
      { actor: CADRE, type: 'AddMember', data: { ...at, person, relation, sex, bornIn, reason: 'registered' } },
      ...(labour ? [{ actor: CADRE, type: 'ReportLabour', data: { ...at, person, labour } } as const] : []),
    ]),
  ]
}

// What is said of the main household again and again.

type Bill = Readonly<{ total: number; reimbursed: number; compliantSelfPaid: number }>

export function bill(number: string, occurredOn: string, amounts: Bill, person: string = SPOUSE): Line {
  return { actor: INSURANCE, type: 'ReportMedicalBill', data: { ...where(MAIN), bill: number, person, care: 'inpatient', ...amounts, occurredOn } }
}

export function graded(occurredOn: string, grade: 'B' | 'D'): Line {
  return { actor: 'county:housing', type: 'GradeHouse', data: { ...where(MAIN), grade, occurredOn } }
}

export function enrolled(occurredOn: string, stage: 'junior' | 'senior'): Line {
  return {
    actor: 'county:education',
    type: 'ReportSchoolStatus',
    data: { ...where(MAIN), person: CHILD, stage, status: 'enrolled', occurredOn },
  }
}

export function insured(year: number): Line[] {
  return FAMILY.map(
    (person): Line => ({
      actor: INSURANCE,
      type: 'ReportInsurance',
      data: { ...where(MAIN), person, year, basic: 'resident', seriousIllness: true, occurredOn: `${year}-01-20` },
    }),
  )
}

type Kinds = Readonly<Record<'localWage' | 'cropSales' | 'pension' | 'farmSubsidy', number>>

/** The entries of an income year, 1 October to 30 September, in fen, and that they are complete: only then they count. */
export function incomeYear(year: number, kinds: Kinds, cost: number): Line[] {
  const months = { from: `${year - 1}-10`, to: `${year}-09` }
  const window = { from: `${year - 1}-10-01`, to: `${year}-09-30` }
  const entries = Object.entries(kinds) as [keyof Kinds, number][]
  return [
    ...entries.map(
      ([kind, amount], i): Line => ({
        actor: CADRE,
        type: 'RecordIncome',
        data: {
          ...where(MAIN),
          entry: `${year}.${i + 1}`,
          kind,
          months,
          amount,
          source: 'told',
          ...(kind === 'localWage' ? { person: HEAD } : kind === 'pension' ? { person: GRANDMOTHER } : {}),
        },
      }),
    ),
    { actor: CADRE, type: 'RecordExpense', data: { ...where(MAIN), entry: `${year}.c`, kind: 'businessCost', months, amount: cost } },
    { actor: CADRE, type: 'CollectIncome', data: { ...where(MAIN), window, collector: 'villageCadre', collectedOn: `${year}-10-03` } },
  ]
}
