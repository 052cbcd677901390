import type { Text } from '../aggregate.ts'
import { weekdayOf } from '../values/calendar.ts'

const SATURDAY = 6

/** A free day that would be free anyhow, or a worked day that is no weekend, is a list that was read wrongly. */
export function calendarFault({ year, off, work }: { year: number; off: readonly string[]; work: readonly string[] }): Text | undefined {
  const stranger = [...off, ...work].find((date) => Number(date.slice(0, 4)) !== year)
  if (stranger) return { zh: `${stranger} 不在 ${year} 年，请从日历中去掉。`, en: `${stranger} is not in ${year}; take it out of the calendar.` }
  const weekend = off.find((date) => weekdayOf(date) >= SATURDAY)
  if (weekend) return { zh: `${weekend} 本是周末，请从放假日中去掉。`, en: `${weekend} is a weekend anyhow; take it out of the free days.` }
  const weekday = work.find((date) => weekdayOf(date) < SATURDAY)
  if (!weekday) return undefined
  return { zh: `${weekday} 不是周末，请从上班日中去掉。`, en: `${weekday} is no weekend; take it out of the worked days.` }
}
