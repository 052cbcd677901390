import type { AnyCommand } from '@rural-tracker/domain'
import { type Command, eventIdOf } from '@rural-tracker/event-store'
import { addDays, sameDayIn } from '../naive/calendar.ts'

export const VILLAGES = ['431224105201', '431224105202'] as const
export const HOUSEHOLDS = ['H00001', 'H00002'] as const
/** Four persons of each household: two who can work, one who is at school, one who was or will soon be. */
export const PEOPLE = [
  { bornIn: '1980-05', relation: 'head' },
  { bornIn: '1983-11', relation: 'spouse' },
  { bornIn: '2012-09', relation: 'child' },
  { bornIn: '2007-08', relation: 'child' },
] as const
export const personOf = (household: string, i: number) => `P${household.slice(-1)}000${i + 1}`
export const whereOf = (household: string) => ({ household, registeredIn: household === HOUSEHOLDS[0] ? VILLAGES[0] : VILLAGES[1] })

/** Numbers that fall as they like; all 0 is the plainest way a story can go. */
export type Dice = Readonly<{
  /** One of these, the first of them when nothing is at stake. */
  of: <const Item>(...items: readonly [Item, ...Item[]]) => Item
  /** True in so many of a hundred cases. */
  chance: (percent: number) => boolean
  upTo: (most: number) => number
}>
export function diceOf(numbers: readonly number[]): Dice {
  let at = 0
  const next = () => numbers[at++ % numbers.length] ?? 0
  return {
    of: (...items) => items[next() % items.length] as (typeof items)[number],
    chance: (percent) => next() % 100 >= 100 - percent,
    upTo: (most) => next() % (most + 1),
  }
}

/** What may be told next, on `today` or after so many days; commands given so far are at hand to be spoken about. */
export type Said = Readonly<{ after?: number; command: AnyCommand | undefined }>
export type Tell = Readonly<{ dice: Dice; household: string; today: string; earlier: readonly Command[] }>
export type Story = (tell: Tell) => readonly Said[]

/** A fact of some days before it is told. */
export const ago = (today: string, days: number) => addDays(today, -days)
export { addDays, sameDayIn }

type OfHousehold = { registeredIn: string; household: string }
/** The id of a command's first event in the stream of the household, or of its case. */
export function eventOf(command: Command, index = 0, category: 'household' | 'monitoringCase' = 'household'): string {
  const { registeredIn, household } = command.data as OfHousehold
  return eventIdOf(`${category}-${registeredIn}-${household}`, command.commandId, index)
}
/** What was said of the household by commands of these types. */
export function saidOf({ earlier, household }: Tell, ...types: readonly string[]): readonly Command[] {
  return earlier.filter(({ type, data }) => types.includes(type) && (data as OfHousehold).household === household)
}
export function oneOf({ dice }: Tell, commands: readonly Command[]): Command | undefined {
  return commands.length === 0 ? undefined : commands[commands.length - 1 - dice.upTo(commands.length - 1)]
}

const EVIDENCE = [
  ...['ReportIncome', 'RecordIncome', 'CollectIncome', 'ReportMedicalBill', 'ReportSchoolingCost', 'ReportHealth', 'CertifyDisability'],
  ...['ReportSchoolStatus', 'GradeHouse', 'CheckWater', 'ReportInsurance', 'LoseJob', 'ReportDisasterLoss', 'ReportAccident'],
  ...['ReportBusinessFailure', 'EndBenefit', 'ReportRisk'],
]
/** The events that speak for the household: all of them, or only the last. */
export function evidenceOf(tell: Tell): string[] {
  const all = saidOf(tell, ...EVIDENCE).map((command) => eventOf(command))
  return all.slice(tell.dice.chance(40) ? -1 : -40)
}
