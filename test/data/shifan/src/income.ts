import { splitFen } from '@rural-tracker/domain'
import { between, later, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { lastDayOf } from './months.ts'
import { lineOf } from './parameters.ts'
import { cadre, clerk, inHouse, type Pen } from './pen.ts'
import { type Household, SHOWN } from './population.ts'
import { lastIncomeYear } from './steps.ts'
import { lowYears, type Story } from './stories.ts'

/** Income years that ended since 2019, each from October to September. */
const YEARS = [2019, 2020, 2021, 2022, 2023, 2024, 2025] as const
/** From then on wages of four in ten are told month by month. */
const MONTHLY_FROM = 2025
/** So many former poor fell under the line in the last year, and nobody has taken them up yet. */
const UNSEEN = 9

type Months = Readonly<{ from: string; to: string }>
type Kind = 'migrantWage' | 'localWage' | 'cropSales' | 'livestockSales' | 'farmSubsidy' | 'pension'

/** What 900 former poor and everybody ever monitored lived on, entry by entry, collected every October; gives those whom nobody took up. */
export function planIncome(
  pen: Pen,
  followed: readonly Household[],
  stories: ReadonlyMap<string, Story>,
  membersOn: (id: string, day: string) => number,
): readonly Household[] {
  const random = seeded(31)
  const unseen: Household[] = []
  for (const household of followed) {
    const story = stories.get(household.id)
    const monthly = random() < 0.4
    const under = !story && household.members.length > 1 && unseen.length < UNSEEN && random() < 0.02
    if (under) unseen.push(household)
    for (const year of YEARS) {
      const members = membersOn(household.id, `${year}-09-30`)
      const perHead = under && year === 2025 ? Math.floor(lineOf(2026) * (0.82 + random() * 0.16)) : perHeadIn(random, year, story)
      if (members > 0) planYear(pen, random, { household, year, net: perHead * members * 100, monthly: monthly && year >= MONTHLY_FROM, story })
    }
  }
  return unseen
}

/** Under the line in the year that led to the recognition, else over the line of the year after. */
function perHeadIn(random: Random, year: number, story: Story | undefined): number {
  if (story && lowYears(story).includes(year)) {
    // Who fell under the line of 2021 was still over that of 2020.
    const over = year <= 2020 && story.recognition.decided >= '2021-01-01'
    return over ? between(random, 5_050, 5_900) : Math.floor(lineOf(year) * (0.74 + random() * 0.2))
  }
  const line = Math.max(lineOf(year), lineOf(year + 1))
  const factor = story?.withoutLabour
    ? 0.9 + random() * 0.3
    : story?.class === 'suddenHardship'
      ? 1.3 + random() * 0.3
      : story?.fault === 'miscounted'
        ? 1.1
        : story
          ? 1.25 + random() * 0.5
          : 1.35 + random() * 1.4
  const perHead = Math.floor(line * factor)
  return story?.household.id === SHOWN && year >= 2023 ? Math.max(perHead, 11_200) : perHead
}

type Year = Readonly<{ household: Household; year: number; net: number; monthly: boolean; story: Story | undefined }>

function planYear(pen: Pen, random: Random, { household, year, net, monthly, story }: Year): void {
  const months = { from: `${year - 1}-10`, to: `${year}-09` }
  const known = later(`${year}-10-08`, between(random, 0, story ? 16 : 40))
  const wages = story?.withoutLabour ? 0 : Math.floor(net * (0.4 + random() * 0.25))
  const transfers = Math.floor((net - wages) * (story?.withoutLabour ? 0.8 : 0.25))
  const book = new Book(pen, random, household, year)
  const until = story && monthBefore(story, year)
  if (monthly && wages > 0) book.monthByMonth(wages)
  else if (wages > 0 && until) book.inTwo(wages, until)
  else if (wages > 0) book.entry('w', random() < 0.6 ? 'migrantWage' : 'localWage', months, wages, known)
  const sales = net - wages - transfers
  const cost = random() < 0.3 ? Math.floor(sales * 0.2) : 0
  book.entry('b', random() < 0.6 ? 'cropSales' : 'livestockSales', months, sales + cost, known)
  if (cost > 0) book.cost(months, cost, known)
  if (transfers > 0) book.entry('t', random() < 0.6 ? 'farmSubsidy' : 'pension', months, transfers, known)
  book.collected({ from: `${months.from}-01`, to: `${year}-09-30` }, later(known, 2))
  if (story?.fault === 'miscounted' && story.elimination && year === lastIncomeYear(story.elimination.steps.decided)) {
    // What the sales had cost came out after the elimination.
    book.cost(months, Math.floor(sales * 0.8), later(story.elimination.steps.decided, 50), 'late')
  }
}

/** The last whole month before the clue, for those whose twelve months before it were collected, in the income year of the clue. */
function monthBefore(story: Story, year: number): string | undefined {
  const clue = story.recognition.from
  const last = later(`${clue.slice(0, 7)}-01`, -1).slice(0, 7)
  const inside = last >= `${year - 1}-10` && last < `${year}-09`
  return story.rolling && inside ? last : undefined
}

/** The entries of one household and income year. */
class Book {
  readonly #pen: Pen
  readonly #random: Random
  readonly #household: Household
  readonly #year: number

  constructor(pen: Pen, random: Random, household: Household, year: number) {
    this.#pen = pen
    this.#random = random
    this.#household = household
    this.#year = year
  }

  /** Some amounts are put down wrong, and right a few days later. */
  entry(name: string, kind: Kind, months: Months, amount: number, known: string): void {
    const entry = `${name}.${this.#year}`
    const where = inHouse(this.#household)
    const person = kind.endsWith('Wage') ? { person: this.#household.members[0]?.id ?? '' } : {}
    const is = { kind, months, amount, ...person, source: kind.endsWith('Wage') ? 'payslip' : 'told' } as const
    const wrong = this.#random() < 0.08
    const first = wrong ? { ...is, amount: Math.floor(amount * 0.8) } : is
    this.#pen.say(known, `income.${this.#household.id}.${entry}`, cadre(this.#household), {
      type: 'RecordIncome',
      data: { ...where, entry, ...first },
    })
    if (!wrong) return
    this.#pen.say(later(known, 1), `incomeCorrection.${this.#household.id}.${entry}`, 'town:statistics', {
      type: 'CorrectIncomeEntry',
      data: { ...where, entry, is, reason: 'typing' },
    })
  }

  cost(months: Months, amount: number, known: string, name = 'c'): void {
    const data = { ...inHouse(this.#household), entry: `${name}.${this.#year}`, kind: 'businessCost', months, amount } as const
    this.#pen.say(known, `expense.${this.#household.id}.${name}.${this.#year}`, cadre(this.#household), { type: 'RecordExpense', data })
  }

  monthByMonth(wages: number): void {
    splitFen(wages, 12).forEach((amount, i) => {
      const month = `${i < 3 ? this.#year - 1 : this.#year}-${String(((i + 9) % 12) + 1).padStart(2, '0')}`
      const told = later(lastDayOf(month), between(this.#random, 1, 7))
      this.entry(`w${month.slice(5)}`, 'localWage', { from: month, to: month }, amount, told)
    })
  }

  /** The months before a clue are told when it comes, and with the year before collected; the rest of the year in October. */
  inTwo(wages: number, until: string): void {
    const first = Math.floor(wages / 2)
    const clueMonth = later(lastDayOf(until), 1).slice(0, 7)
    const told = later(lastDayOf(until), 3)
    this.entry('w1', 'localWage', { from: `${this.#year - 1}-10`, to: until }, first, told)
    this.entry('w2', 'localWage', { from: clueMonth, to: `${this.#year}-09` }, wages - first, `${this.#year}-10-08`)
    const from = `${Number(clueMonth.slice(0, 4)) - 1}-${clueMonth.slice(5)}-01`
    this.collected({ from, to: lastDayOf(until) }, later(told, 1))
  }

  collected(window: Months, known: string): void {
    const data = { ...inHouse(this.#household), window, collector: 'helper', collectedOn: known } as const
    this.#pen.say(known, `collected.${this.#household.id}.${window.to}`, clerk(this.#household), { type: 'CollectIncome', data })
  }
}
