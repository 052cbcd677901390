import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { nextMonth } from './months.ts'
import { cadre, inHouse, type Pen } from './pen.ts'
import type { Household } from './population.ts'
import type { Sign } from './signs.ts'
import type { Risk } from './stories.ts'
import { TARGETS } from './targets.ts'

type Source =
  | Readonly<{ source: 'departmentPush'; department: Sign['department']; filedBy: 'other' }>
  | Readonly<{ source: 'selfReport'; filedBy: 'self' }>
  | Readonly<{ source: 'cadreCheck' | 'petition' | 'hotline' | 'inspection'; filedBy: 'other' }>
type Clue = Readonly<{ household: Household; on: string; from: Source; risk: Risk | 'flood' | 'other'; evidence: string[] }>

const HOW = ['visit', 'visit', 'phone', 'meeting'] as const
const REASONS = ['noRisk', 'noRisk', 'riskSolved', 'ownMeans', 'alreadyCovered', 'doubtsConfirmed'] as const
const WITHOUT_VISIT = ['duplicate', 'notRural'] as const
/** The census of poverty took all hands: no clue was taken up in these weeks. */
const CENSUS = { from: '2020-12-05', to: '2021-01-03' }
/** A procedure that is not a long way takes at most so many days here. */
const LONGEST = 45

/** Clues that come to nothing, nearly all of them: looked at, explained to the farmer and closed with a reason. */
export function planClues(pen: Pen, households: readonly Household[], signs: readonly Sign[], already: number): void {
  const random = seeded(71)
  const free = new Free()
  const clues: Clue[] = []
  const take = (clue: Clue) => {
    const ok = clue.on <= TARGETS.to && !(clue.on >= CENSUS.from && clue.on <= CENSUS.to) && free.take(clue.household.id, clue.on)
    if (ok) clues.push(clue)
    return ok
  }
  const wanted = TARGETS.clues - already - TARGETS.consentRefused / 2
  const pushed = Math.round(wanted * 0.6)
  for (const sign of pick(random, signs, signs.length)) {
    if (clues.length >= pushed) break
    const day = random() < 0.03 ? between(random, 6, 9) : between(random, 1, 5)
    const { household, risk, department, event } = sign
    take({
      household,
      on: later(nextMonth(sign.known), day - 1),
      from: { source: 'departmentPush', department, filedBy: 'other' },
      risk,
      evidence: [event],
    })
  }
  const others: readonly (readonly [number, () => Source])[] = [
    [0.85, () => ({ source: 'cadreCheck', filedBy: 'other' })],
    [0.95, () => ({ source: 'selfReport', filedBy: 'self' })],
    [1, () => ({ source: (['petition', 'hotline', 'inspection'] as const)[between(random, 0, 2)] ?? 'petition', filedBy: 'other' })],
  ]
  for (const [share, source] of others) {
    while (clues.length < Math.round(wanted * share)) {
      const household = households[between(random, 0, households.length - 1)]
      const risk = (['illness', 'unstableJob', 'labourShortage', 'schooling'] as const)[between(random, 0, 3)] ?? 'illness'
      if (household) take({ household, on: dayBetween(random, '2019-02-01', TARGETS.to), from: source(), risk, evidence: [] })
    }
  }
  const inTime = clues.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  inTime.forEach((clue, n) => follow(pen, random, clue, n))
}

/** A household has one procedure at a time. */
class Free {
  readonly #days = new Map<string, string[]>()

  take(household: string, on: string): boolean {
    const days = this.#days.get(household) ?? []
    if (days.some((day) => on <= later(day, LONGEST) && day <= later(on, LONGEST))) return false
    this.#days.set(household, [...days, on])
    return true
  }
}

const REFUSE_EVERY = 46
const LAST_VISITED = '2026-06-22'
const WITHOUT_LEAFLET = 7 + 43 * REFUSE_EVERY
const REJECT_AT = [300, 700, 1_100, 1_500, 1_700, 1_900]

function follow(pen: Pen, random: Random, clue: Clue, n: number): void {
  const { household, on, from, risk, evidence } = clue
  const id = `k${n + 1}`
  const where = inHouse(household)
  pen.say(on, `clue.${id}`, from.source === 'departmentPush' ? `county:${from.department.toLowerCase()}` : cadre(household), {
    type: 'RegisterClue',
    data: { ...where, clue: id, ...from, risks: [risk], evidence, occurredOn: on },
  })
  // Of the last days' clues nobody has been visited yet.
  if (on > LAST_VISITED) return
  const refuses = n % REFUSE_EVERY === 7
  const withoutVisit = !refuses && random() < 0.04
  const visit = later(on, random() < 0.03 ? between(random, 5, 8) : between(random, 1, 3))
  // Who does not want to is left the leaflet; one of them was not.
  if (refuses && n !== WITHOUT_LEAFLET) {
    pen.say(visit, `leaflet.${id}`, cadre(household), { type: 'HandLeaflet', data: { ...where, leaflet: 'application', occurredOn: visit } })
  }
  if (!withoutVisit) {
    pen.say(visit, `homeVisit.${id}`, cadre(household), {
      type: 'RecordHomeVisit',
      data: {
        ...where,
        visitors: random() < 0.97 ? 2 : 1,
        levels: ['village'],
        seen: { income: true, spending: true, house: true, school: true, insurance: true, water: true },
        difficulties: [],
        evidence: [],
        ...(refuses ? { consent: 'refused', refusal: n % 2 ? 'unwilling' : 'doesNotNeed' } : { consent: 'notAsked' }),
        occurredOn: visit,
      },
    })
  }
  if (REJECT_AT.includes(n)) return reject(pen, clue, id, visit, n === REJECT_AT.at(-1))
  const refusal = Math.floor(n / REFUSE_EVERY)
  if (refuses && refusal % 2) return
  const back = refuses ? comeBack(pen, clue, id, later(visit, 9), refusal) : visit
  const closed = later(back, between(random, 2, 9))
  if (closed > TARGETS.to) return
  const reason = withoutVisit ? WITHOUT_VISIT[n % 2] : REASONS[between(random, 0, REASONS.length - 1)]
  pen.say(closed, `dismissed.${id}`, 'town:office', {
    type: 'DismissClue',
    data: { ...where, reason: reason ?? 'noRisk', explanation: { on: closed, how: HOW[n % HOW.length] ?? 'visit' }, occurredOn: closed },
  })
}

/** Half of those who refused come back: by a clue of their own, or by signing after all. */
function comeBack(pen: Pen, { household, risk }: Clue, id: string, on: string, refusal: number): string {
  const where = inHouse(household)
  pen.say(on, `clue.${id}.again`, cadre(household), {
    type: 'RegisterClue',
    data: { ...where, clue: `${id}.again`, source: 'selfReport', filedBy: 'self', risks: [risk], evidence: [], occurredOn: on },
  })
  if (refusal % 4 === 0) {
    pen.say(later(on, 1), `consent.${id}`, cadre(household), {
      type: 'RecordConsent',
      data: { ...where, consent: 'signed', occurredOn: later(on, 1) },
    })
  }
  return later(on, 1)
}

/** The county did not agree; the farmer is told, but for the last one. */
function reject(pen: Pen, { household }: Clue, id: string, visit: string, untold: boolean): void {
  const where = inHouse(household)
  const on = later(visit, 7)
  pen.say(on, `county.${id}`, 'county:office', {
    type: 'RecordCountyDecision',
    data: { ...where, outcome: 'rejected', reason: 'noRisk', occurredOn: on },
  })
  if (untold) return
  pen.say(later(on, 3), `told.${id}`, cadre(household), { type: 'ExplainDecision', data: { ...where, how: 'visit', occurredOn: later(on, 3) } })
}
