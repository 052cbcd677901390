import { divisionPrefix, NATION } from '@rural-tracker/domain'
import type { RowStore } from '@rural-tracker/projections'
import { divisionSuccession, monitoringList, succession, type Succession } from '@rural-tracker/read-models'
import { TrackerError } from '../config.ts'
import type { Caller } from './caller.ts'

const subjects = monitoringList.tables[3]

/** What has become of a division, and where households live, at the moment. */
export interface Places {
  present: Succession
  /** The villages that have become part of another, each with what it is now. */
  merged: ReadonlyMap<string, string>
  /** Where these households live now, by number; who is not known is not there. */
  homesOf(households: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** The places as the read models have them on a day. */
export async function placesOn(rows: RowStore, today: string): Promise<Places> {
  const present = await succession(rows, { divisionsAsOf: today })
  const villages = new Set((await rows.rows(divisionSuccession.table, { where: [['on', '<=', today]] })).map(({ village }) => String(village)))
  const merged = new Map([...villages].map((village) => [village, present(village)] as const).filter(([village, now]) => village !== now))
  return {
    present,
    merged,
    homesOf: async (households) => {
      const found = await rows.rows(subjects, { where: [['subject', 'in', households]] })
      return new Map(found.flatMap(({ subject, place }) => (place === null ? [] : [[String(subject), present(String(place))] as const])))
    },
  }
}

/** Whether a division, as it is now, lies inside another. */
export function isInside(place: string, division: string): boolean {
  return place.startsWith(divisionPrefix(division))
}

/** Whether a caller sees the whole log. */
export function seesAll(division: string): boolean {
  return division === NATION
}

/** What concerns all divisions at once is not for callers of some. @throws TrackerError `access.whole-log`. */
export function wholeLogOnly({ division }: Pick<Caller, 'division'>): void {
  if (seesAll(division)) return
  throw new TrackerError(
    'access.whole-log',
    '此事涉及全部区划，只供全域的管理员和审计员办理；请改用其令牌。',
    'This concerns all divisions: use a token of an administrator or auditor of the whole log.',
  )
}
