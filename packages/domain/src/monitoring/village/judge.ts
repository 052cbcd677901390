import { findingOf } from '../judge.ts'
import { missingIn } from '../parameter.ts'
import { type Checked, type Finding, notSet } from '../rule.ts'
import type { KnownVillageFact, VillageView } from './facts.ts'
import { VILLAGE_WATCH, villageWatch, type Watch } from './watch.ts'

export type CheckedWatch = Checked<Watch, KnownVillageFact>

/** Asks the watch of a village on one day; where nobody adopted it, it says so. Makes no text. */
export function checkVillage(view: VillageView): CheckedWatch {
  if (view.parameter(`rule.${VILLAGE_WATCH}`, view.day) === undefined) {
    return notSet([missingIn(view.village, `rule.${VILLAGE_WATCH}`, view.day)])
  }
  return villageWatch.check(view) as CheckedWatch
}

/** The answer in words. No waiver and no dismissal answers for a whole village. */
export function villageFinding(view: VillageView, checked: CheckedWatch): Finding {
  const adopted = view.parameter(`rule.${VILLAGE_WATCH}`, view.day)?.body
  return findingOf({ rule: villageWatch, checked, outcome: checked.outcome, level: adopted?.level ?? null, sign: adopted?.sign ?? null })
}
