import type { MonitoringClass } from '@rural-tracker/domain'
import { CADRE, COUNTY_OFFICE, TOWN, where } from './places.ts'
import type { Line } from './walk.ts'

// Each step of a procedure as the command of whoever makes it.

const SEEN = { income: true, spending: true, house: true, school: true, insurance: true, water: true } as const
type Consent = Readonly<{ consent: 'signed' | 'notAsked' } | { consent: 'refused'; refusal: 'unwilling' }>
type Difficulty = 'illness' | 'labourShortage' | 'accident'

/** Two came, and looked at everything. */
export const visit = (difficulties: Difficulty[], evidence: string[]) => ({
  visitors: 2,
  levels: ['township', 'village'] as ('township' | 'village')[],
  seen: SEEN,
  difficulties,
  evidence,
})

export const visited = (household: string, occurredOn: string, said: Consent, difficulties: Difficulty[], evidence: string[] = []): Line => ({
  actor: CADRE,
  type: 'RecordHomeVisit',
  data: { ...where(household), ...visit(difficulties, evidence), ...said, occurredOn },
})

export const matched = (household: string, occurredOn: string): Line => ({
  actor: COUNTY_OFFICE,
  type: 'RecordDataMatch',
  data: { ...where(household), doubts: [], occurredOn },
})

const VOTES = {
  agreed: { attended: 31, agree: 27, disagree: 2, abstain: 2 },
  rejected: { attended: 31, agree: 12, disagree: 16, abstain: 3 },
} as const

export const reviewed = (household: string, occurredOn: string, outcome: keyof typeof VOTES = 'agreed'): Line => ({
  actor: CADRE,
  type: 'RecordVillageReview',
  data: { ...where(household), form: 'representatives', ...VOTES[outcome], outcome, minutes: `R${occurredOn.replaceAll('-', '.')}`, occurredOn },
})

export const noticed = (household: string, from: string, to: string): Line => ({
  actor: CADRE,
  type: 'PublishCaseNotice',
  data: { ...where(household), from, to, fields: ['village', 'householdNumber', 'headName', 'memberCount', 'class', 'stage'] },
})

export const takenDown = (household: string, occurredOn: string, upheld: 0 | 1 = 0): Line => ({
  actor: CADRE,
  type: 'EndCaseNotice',
  data: { ...where(household), objections: upheld, upheld, occurredOn },
})

export const checked = (household: string, occurredOn: string, actor: string = TOWN): Line => ({
  actor,
  type: 'CheckCase',
  data: { ...where(household), outcome: 'forwarded', occurredOn },
})

/** An elimination has no class. */
export const approved = (household: string, occurredOn: string, of?: MonitoringClass): Line => ({
  actor: COUNTY_OFFICE,
  type: 'RecordCountyDecision',
  data: { ...where(household), outcome: 'approved', ...(of ? { class: of } : {}), occurredOn },
})

export const announced = (household: string, occurredOn: string): Line => ({
  actor: COUNTY_OFFICE,
  type: 'RecordAnnouncement',
  data: { ...where(household), occurredOn },
})

export const entered = (household: string, occurredOn: string, entry: 'recognised' | 'eliminated' | 'rolledBack' | 'reMarked'): Line => ({
  actor: TOWN,
  type: 'RecordNationalEntry',
  data: { ...where(household), number: `N${household.slice(1)}.${occurredOn.slice(2).replaceAll('-', '')}`, entry, occurredOn },
})

export const recognised = (household: string, occurredOn: string, of: MonitoringClass, risks: (Difficulty | 'other')[]): Line => ({
  actor: COUNTY_OFFICE,
  type: 'RecogniseHousehold',
  data: { ...where(household), class: of, risks: risks.map((kind) => ({ kind })), occurredOn },
})

export const proposed = (household: string, occurredOn: string, way: 'byHelp' | 'natural' = 'byHelp'): Line => ({
  actor: CADRE,
  type: 'ProposeElimination',
  data: { ...where(household), way, occurredOn },
})

export const eliminated = (household: string, occurredOn: string): Line => ({
  actor: COUNTY_OFFICE,
  type: 'EliminateRisk',
  data: { ...where(household), occurredOn },
})

type Days = Readonly<Record<'visit' | 'review' | 'from' | 'to' | 'check' | 'county' | 'announced', string>>

/** The way of an elimination from the home visit to the county's announcement, which is that of a recognition; consent is not asked again. */
export const eliminationSteps = (household: string, days: Days): readonly Line[] => [
  visited(household, days.visit, { consent: 'notAsked' }, []),
  reviewed(household, days.review),
  noticed(household, days.from, days.to),
  takenDown(household, days.to),
  checked(household, days.check),
  approved(household, days.county),
  announced(household, days.announced),
]
