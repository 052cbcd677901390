import { plusMonths } from '@rural-tracker/domain'
import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import type { Churn } from './churn.ts'
import { cadre, inHouse, type Pen } from './pen.ts'
import { VILLAGES } from './places.ts'
import { ageIn, type Household } from './population.ts'
import type { Story } from './stories.ts'
import { TARGETS } from './targets.ts'

const YEARS = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026] as const
/** Per thousand people and year (domain page 10.2). */
const BIRTHS = 9
const DEATHS = 7
const MARRIAGES_IN = 3
const MARRIAGES_OUT = 3

/** Births, deaths, marriages, splits, closings and moves of households whose case is not told elsewhere. */
export function planChurn(pen: Pen, churn: Churn, households: readonly Household[], stories: ReadonlyMap<string, Story>): void {
  const random = seeded(52)
  const quiet = households.filter(({ id }) => !stories.has(id))
  planSplits(pen, churn, random, quiet, [...stories.values()])
  planClosings(pen, churn, random, quiet)
  planMoves(
    pen,
    random,
    quiet.filter(({ id }) => !churn.done.has(id)),
  )
  const open = quiet.filter(({ id, members }) => !churn.done.has(id) && members.length > 1)
  for (const year of YEARS) {
    const half = year === 2026 ? 0.5 : 1
    const [from, to] = [`${year}-01-03`, year === 2026 ? '2026-05-31' : `${year}-12-28`]
    const day = () => dayBetween(random, from, to)
    const some = (perThousand: number) => pick(random, open, Math.round((TARGETS.persons * perThousand * half) / 1_000))
    for (const household of some(BIRTHS)) {
      const on = day()
      churn.comes(household, { id: churn.newPerson(), relation: 'grandchild', bornIn: on.slice(0, 7) }, 'born', on)
    }
    for (const household of some(MARRIAGES_IN)) {
      churn.comes(
        household,
        { id: churn.newPerson(), relation: 'spouse', sex: 'female', bornIn: `${year - between(random, 21, 30)}-06` },
        'married',
        day(),
      )
    }
    for (const household of some(DEATHS)) {
      const oldest = churn.lastMember(household)
      if (oldest) churn.dies(household, oldest.id, day())
    }
    for (const household of some(MARRIAGES_OUT)) {
      const one = churn.lastMember(household)
      if (one && ageIn(year, one) >= 18) churn.movesOut(household, one.id, 'married', day())
    }
  }
}

/** 分户: ten of households nobody watches, two of monitored ones. */
function planSplits(pen: Pen, churn: Churn, random: Random, quiet: readonly Household[], stories: readonly Story[]): void {
  const large = pick(
    random,
    quiet.filter(({ members }) => members.length >= 5),
    TARGETS.splits - 2,
  )
  const watched = stories
    .filter(({ household, elimination, class: of }) => household.members.length >= 5 && elimination && of === 'marginal')
    .slice(0, 2)
  const split = (household: Household, on: string, n: number) => {
    const leaving = churn.remaining(household).slice(-2)
    const into: Household = { id: `H99${String(n).padStart(4, '0')}`, village: household.village, registered: false, members: [] }
    const known = later(on, between(random, 1, 8))
    pen.say(known, `split.${household.id}`, cadre(household), {
      type: 'SplitHousehold',
      data: { ...inHouse(household), into: into.id, persons: leaving.map(({ id }) => id), occurredOn: on },
    })
    pen.say(known, `household.${into.id}`, cadre(into), { type: 'RegisterHousehold', data: { ...inHouse(into), kind: 'ordinary', occurredOn: on } })
    leaving.forEach((person, i) => {
      churn.splitsOff(person.id, on)
      churn.comes(into, { ...person, relation: i === 0 ? 'head' : 'spouse' }, 'split', on, known)
    })
    churn.done.add(household.id)
  }
  large.forEach((household, n) => split(household, dayBetween(random, '2019-05-01', '2026-03-01'), n + 1))
  watched.forEach(({ household, recognition }, n) => split(household, later(recognition.decided, 40), large.length + n + 1))
}

/** 销户: three died out, one was merged into another, one was never a household of ours; that last closing was itself a mistake. */
function planClosings(pen: Pen, churn: Churn, random: Random, quiet: readonly Household[]): void {
  const single = pick(
    random,
    quiet.filter(({ id, members }) => members.length === 1 && !churn.done.has(id)),
    4,
  )
  single.forEach((household, n) => {
    const on = dayBetween(random, '2020-02-01', '2025-10-01')
    const known = later(on, 12)
    churn.done.add(household.id)
    const [person] = household.members
    if (!person) return
    const into = quiet.find((one) => one.village === household.village && one.members.length === 3 && !churn.done.has(one.id))
    if (n < 3) churn.dies(household, person.id, on, known)
    else if (into) {
      churn.movesOut(household, person.id, 'merged', on, into.id, known)
      churn.comes(into, { ...person, relation: 'parent' }, 'merged', on, known)
    }
    pen.say(later(known, 20), `closed.${household.id}`, 'town:registrar', {
      type: 'CloseHousehold',
      data: { ...inHouse(household), reason: n < 3 ? 'diedOut' : 'merged', ...(n < 3 || !into ? {} : { into: into.id }), occurredOn: on },
    })
  })
  // Whose only member died this spring is not closed yet.
  const last = quiet.find(({ id, members }) => members.length === 1 && !churn.done.has(id))
  if (last) {
    churn.dies(last, last.members[0]?.id ?? '', '2026-04-18', '2026-04-29')
    churn.done.add(last.id)
  }
  const [household] = quiet.filter(({ id, members }) => members.length === 4 && !churn.done.has(id))
  if (!household) return
  const on = '2024-06-03'
  churn.done.add(household.id)
  pen.say(later(on, 2), `closed.${household.id}`, 'town:registrar', {
    type: 'CloseHousehold',
    data: { ...inHouse(household), reason: 'falseData', occurredOn: on },
  })
  pen.say(plusMonths(on, 1), `closingWithdrawn.${household.id}`, 'town:registrar', {
    type: 'WithdrawClosing',
    data: { ...inHouse(household), reverses: pen.ofHousehold(household, `closed.${household.id}`), reason: 'mistaken' },
  })
}

function planMoves(pen: Pen, random: Random, quiet: readonly Household[]): void {
  for (const household of pick(random, quiet, TARGETS.moves)) {
    const to = VILLAGES[(VILLAGES.findIndex(({ code }) => code === household.village) + 5) % VILLAGES.length]?.code ?? ''
    const on = dayBetween(random, '2020-03-01', '2025-12-01')
    pen.say(later(on, between(random, 2, 15)), `move.${household.id}`, cadre(household), {
      type: 'MoveHousehold',
      data: { ...inHouse(household), to, occurredOn: on },
    })
  }
}
