import type { Text } from '../aggregate.ts'
import type { Unit } from './seen.ts'

const UNITS: Readonly<Record<Unit, Text>> = {
  day: { zh: '天', en: 'day' },
  workingDay: { zh: '个工作日', en: 'working day' },
  month: { zh: '个月', en: 'month' },
}

/** @example lengthOf(6, 'month') // 6 个月, 6 months */
export function lengthOf(length: number, unit: Unit): Text {
  const { zh, en } = UNITS[unit]
  return { zh: `${length} ${zh}`, en: `${length} ${en}${length === 1 ? '' : 's'}` }
}
