import type { Said } from './facts.ts'
import { ageOn, dayOfAge, type Member } from './membership.ts'

/** Who of a household can work. Counts persons; `unknown` are members of whom nobody reported it and who are not below working age. */
export type Labour = Readonly<{
  members: number
  able: number
  notAble: number
  unknown: number
  /** At least one member can work. */
  has: boolean
  /** 整户无劳动力: there are members, and of each it is known that they cannot work. */
  none: boolean
  /** The reports that this rests on. */
  reports: readonly Said<'labour'>[]
  /** The next day on which a member without a report reaches working age, and the answer may change by itself. */
  nextChangeOn: string | undefined
}>

const ABLE: Readonly<Record<Said<'labour'>['body']['labour'], boolean>> = { ordinary: true, skilled: true, weak: true, lost: false, none: false }

/**
 * The labour of a household on `day`. 普通, 技能 and 弱（半）劳动力 can work; 丧失 and 无劳动力 cannot.
 *
 * @param reports oldest first; later than `day` they do not count.
 * @param workAge full years from which a member without a report may be able to work (劳动法第十五条); none set: nobody is too young.
 */
export function labourOf(members: readonly Member[], reports: readonly Said<'labour'>[], day: string, workAge: number | undefined): Labour {
  const last = new Map<string, Said<'labour'>>()
  for (const report of reports) if (report.on <= day) last.set(report.body.person, report)
  const used: Said<'labour'>[] = []
  let able = 0
  let notAble = 0
  let nextChangeOn: string | undefined
  for (const { person, bornIn } of members) {
    const report = last.get(person)
    if (report !== undefined) {
      used.push(report)
      if (ABLE[report.body.labour]) able++
      else notAble++
    } else if (workAge !== undefined && ageOn(bornIn, day) < workAge) {
      notAble++
      const grown = dayOfAge(bornIn, workAge)
      if (nextChangeOn === undefined || grown < nextChangeOn) nextChangeOn = grown
    }
  }
  const unknown = members.length - able - notAble
  const none = members.length > 0 && notAble === members.length
  return { members: members.length, able, notAble, unknown, has: able > 0, none, reports: used, nextChangeOn }
}
