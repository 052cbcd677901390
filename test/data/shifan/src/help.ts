import { between, later, type Random } from '@rural-tracker/sanjiang/making'
import { cadre, clerk, inHouse, type Pen } from './pen.ts'
import type { Household } from './population.ts'
import type { Risk } from './stories.ts'

type Measure =
  | 'health'
  | 'socialSafetyNet'
  | 'socialHelp'
  | 'education'
  | 'industry'
  | 'employment'
  | 'publicWelfarePost'
  | 'finance'
  | 'housingSafety'

/** What answers a risk, as 示范 requires it. */
const ANSWERS: Readonly<Record<Risk, Measure>> = {
  illness: 'health',
  disability: 'socialSafetyNet',
  schooling: 'education',
  labourShortage: 'socialHelp',
  accident: 'health',
  businessFailure: 'finance',
  unstableJob: 'employment',
  unsafeHouse: 'housingSafety',
  drought: 'socialHelp',
}
const DEVELOPMENT: readonly Measure[] = ['industry', 'employment', 'publicWelfarePost']

export type Help = Readonly<{ household: Household; risk: Risk; round: number; from: string; to: string; withoutLabour: boolean }>

/** Help, one to three measures: most answer the risk, a few are only a safety net, a few come late. */
export function planHelp(pen: Pen, random: Random, { household, risk, round, from, to, withoutLabour }: Help): void {
  const where = inHouse(household)
  const chance = random()
  const late = chance > 0.98
  const netOnly = !withoutLabour && chance > 0.93 && !late
  const kinds: Measure[] = netOnly ? ['socialSafetyNet'] : [ANSWERS[risk]]
  if (withoutLabour) kinds.push('socialSafetyNet')
  else if (!netOnly) kinds.push(DEVELOPMENT[between(random, 0, 2)] ?? 'industry')
  if (!withoutLabour && !netOnly && random() < 0.35) kinds.push('livingConditions' as Measure)
  ;[...new Set(kinds)].forEach((kind, n) => {
    const id = `m${round}.${n + 1}`
    const on = later(from, late ? between(random, 40, 55) : between(random, 4, 24))
    const until = n === 1 ? { until: later(on, 400) } : {}
    const key = `measure.${household.id}.${id}`
    pen.say(later(on, between(random, 0, 4)), key, cadre(household), {
      type: 'StartMeasure',
      data: { ...where, measure: id, kind, risks: [risk], ...until, occurredOn: on },
    })
    if (n === 2 && random() < 0.3) {
      // Somebody else's household: it was never theirs.
      pen.say(later(on, 20), `withdrawn.${key}`, clerk(household), {
        type: 'WithdrawMeasure',
        data: { ...where, reverses: pen.ofCase(household, key), reason: 'wrongHousehold' },
      })
    } else if (n === 1 && to < '2026-01-01' && random() < 0.6) {
      const endedOn = later(to, 30)
      pen.say(later(endedOn, 2), `ended.${key}`, cadre(household), {
        type: 'EndMeasure',
        data: { ...where, measure: id, reason: random() < 0.9 ? 'completed' : 'stopped', occurredOn: endedOn },
      })
    }
  })
}
