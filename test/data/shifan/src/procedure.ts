import { later } from '@rural-tracker/sanjiang/making'
import { cadre, clerk, inHouse, type Pen } from './pen.ts'
import type { Household } from './population.ts'
import type { Steps } from './steps.ts'
import type { Class, Risk } from './stories.ts'
import { TARGETS } from './targets.ts'

const SEEN = { income: true, spending: true, house: true, school: true, insurance: true, water: true } as const
const NOTICED = ['village', 'householdNumber', 'headName', 'memberCount', 'class', 'stage'] as const

/** One procedure of a household: `name` tells it from its others in the command ids. */
export type Procedure = Readonly<{ household: Household; name: string; steps: Steps }>

/** Reported is what the village and the county did without us: the notice was too short. */
type How = Readonly<{ risk: Risk; of: Class | undefined; evidence: string[]; reported?: boolean; until?: 'notice' }>

/** Every step from the home visit to the county, the same for a recognition and an elimination but for the consent. */
export function planSteps(pen: Pen, procedure: Procedure, how: How): void {
  const { household, name, steps } = procedure
  const where = inHouse(household)
  const say = (on: string, key: string, actor: string, command: Parameters<Pen['say']>[3]) => {
    if (on <= TARGETS.to) pen.say(on, `${key}.${household.id}.${name}`, actor, command)
  }
  const members = household.members.length
  say(steps.visit, 'homeVisit', cadre(household), {
    type: 'RecordHomeVisit',
    data: {
      ...where,
      visitors: 2,
      levels: ['township', 'village'],
      seen: SEEN,
      difficulties: [how.risk],
      evidence: how.evidence,
      consent: how.of ? 'signed' : 'notAsked',
      occurredOn: steps.visit,
    },
  })
  say(steps.match, 'match', 'county:office', { type: 'RecordDataMatch', data: { ...where, doubts: [], occurredOn: steps.match } })
  say(steps.review, 'review', clerk(household), {
    type: 'RecordVillageReview',
    data: {
      ...where,
      form: 'representatives',
      attended: 21,
      agree: 19,
      disagree: members % 2,
      abstain: 2 - (members % 2),
      outcome: 'agreed',
      minutes: `${steps.review.slice(0, 4)}.${name}`,
      occurredOn: steps.review,
    },
  })
  const { from, to } = steps.notice
  const notice = { ...where, from, to: how.reported ? later(from, 2) : to, fields: [...NOTICED] }
  say(
    steps.notice.from,
    'notice',
    clerk(household),
    how.reported ? { type: 'RecordCaseNotice', data: notice } : { type: 'PublishCaseNotice', data: notice },
  )
  if (how.until === 'notice') return
  say(steps.notice.to, 'noticeEnded', clerk(household), {
    type: 'EndCaseNotice',
    data: { ...where, objections: 0, upheld: 0, occurredOn: steps.notice.to },
  })
  const check = { ...where, outcome: 'forwarded', occurredOn: steps.check } as const
  say(steps.check, 'townCheck', 'town:office', how.reported ? { type: 'RecordTownCheck', data: check } : { type: 'CheckCase', data: check })
  say(steps.county, 'county', 'county:office', {
    type: 'RecordCountyDecision',
    data: { ...where, outcome: 'approved', ...(how.of ? { class: how.of } : {}), occurredOn: steps.county },
  })
  say(steps.announced, 'announced', 'county:office', { type: 'RecordAnnouncement', data: { ...where, occurredOn: steps.announced } })
}

/** The household was told a second time by the national system, with its number there. */
export function planEntry(pen: Pen, { household, name, steps }: Procedure, entry: 'recognised' | 'eliminated' | 'reMarked'): void {
  const occurredOn = later(steps.decided, 1)
  pen.say(occurredOn, `national.${household.id}.${name}`, 'town:office', {
    type: 'RecordNationalEntry',
    data: { ...inHouse(household), number: `N.${household.id.slice(1)}.${name}`, entry, occurredOn },
  })
}
