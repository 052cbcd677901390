import type { AnyCommand } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import type { ScopedCommand } from '@rural-tracker/tracker'

/** How much is sent and for how long. */
export type Load = Readonly<{
  households: number
  seconds: number
  perSecond: number
  burst: Readonly<{ perSecond: number; seconds: number; each: number }>
}>

/** Every so many seconds, after half of them, so many more for a while; otherwise evenly. Milliseconds from the beginning. */
export function* momentsOf({ seconds, perSecond, burst }: Load): Generator<number> {
  for (let second = 0; second < seconds; second++) {
    const since = (second % burst.each) - Math.floor(burst.each / 2)
    const rate = since >= 0 && since < burst.seconds ? burst.perSecond : perSecond
    for (let n = 0; n < rate; n++) yield second * 1_000 + (n * 1_000) / rate
  }
}

/** Of twenty events one is a hospital bill that makes an alert due, and two are risks; the others are visits. */
const KINDS = 20
/** What the receiver of webhooks is told. */
export const TOLD = ['MedicalBillReported', 'RiskReported'] as const
/** The alert of a bill. */
export const CAUSE = 'rule.medical-self-paid'

/** The n-th thing that is sent. A household has one bill, so there have to be as many as there will be bills. */
export function sentAs(n: number, { households }: Load): ScopedCommand {
  const occurredOn = `2024-${two(1 + (n % 12))}-${two(1 + (Math.floor(n / 12) % 28))}`
  const command = (household: number, type: string, data: object): ScopedCommand =>
    ({ type, data: { ...placeOf(household), ...data }, commandId: `load-${n}` }) as ScopedCommand
  const household = (n * 7_919) % households
  switch (n % KINDS) {
    case 0: {
      const own = n / KINDS
      if (own >= households) throw new Error(`${households} households are too few for a bill each`)
      const costs = { total: 6_000_000, reimbursed: 3_000_000, compliantSelfPaid: 3_000_000, care: 'inpatient' }
      return command(own, 'ReportMedicalBill', { person: personOf(own), bill: 'B1', ...costs, occurredOn: daysAgo(20) })
    }
    case 7:
    case 14:
      return command(household, 'ReportRisk', { risk: 'unstableJob', occurredOn })
    default:
      return command(household, 'VisitHousehold', { visitor: 'helper', occurredOn })
  }
}

/** What is there before anything is sent: households of one person each, and by what alerts are raised. */
export function* before({ households }: Load): Generator<Command> {
  const known = { actor: 'county:office', source: 'import:load' }
  for (const [n, command] of PARAMETERS.entries()) yield { ...command, commandId: `parameter-${n}`, ...known }
  for (let h = 0; h < households; h++) {
    const here = placeOf(h)
    const commandId = `household-${h}`
    yield { type: 'RegisterHousehold', data: { ...here, kind: 'ordinary', occurredOn: '2020-01-01' }, commandId, ...known }
    const person = { person: personOf(h), relation: 'head', sex: 'female', bornIn: '1970-01', reason: 'registered', standingFacts: [], carries: [] }
    yield { type: 'AddMember', data: { ...here, ...person, occurredOn: '2020-01-01' }, commandId: `${commandId}-person`, ...known }
  }
}

const set = (type: string, is: object) =>
  ({ type, data: { region: '431224000000', from: '2020-01-01', basis: '本系统假定', assumption: true, ...is } }) as AnyCommand
const PARAMETERS: readonly AnyCommand[] = [
  set('AdoptRule', { rule: 'medical-self-paid', level: 3, sign: 'strong' }),
  set('SetThreshold', { name: 'medicalOrdinary', value: 2_000_000, unit: 'fen' }),
  set('SetThreshold', { name: 'medicalWindow', value: 12, unit: 'month' }),
  set('SetAlertClock', { level: 3, stage: 'village', length: 2, unit: 'day' }),
]

/** The town of which the receiver is told. */
const TOWN = '431224105'
const VILLAGE_HOUSEHOLDS = 350
export const householdOf = (h: number) => `H${String(h + 1).padStart(6, '0')}`
const personOf = (h: number) => `P${String(h + 1).padStart(7, '0')}`
const placeOf = (h: number) => ({
  registeredIn: `${TOWN}${201 + Math.floor(h / VILLAGE_HOUSEHOLDS)}`,
  household: householdOf(h),
})
const two = (n: number) => String(n).padStart(2, '0')
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
