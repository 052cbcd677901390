import { z } from 'zod'

/**
 * A statistical division code (统计用区划代码) of 12 digits: province 2, prefecture 2, county 2, township 3, village 3.
 * A higher level ends in zeros: 431224000000 is a county. 000000000000 stands for the whole nation.
 */
export const DivisionCode = z.string().regex(/^\d{12}$/)
export type DivisionCode = z.infer<typeof DivisionCode>

export const NATION: DivisionCode = '000000000000'

const LEVEL_ENDS = [12, 9, 6, 4, 2] as const

/**
 * The division itself, then every division above it, the nation last.
 *
 * @example divisionsUpFrom('431224105201')
 * // ['431224105201', '431224105000', '431224000000', '431200000000', '430000000000', '000000000000']
 */
export function divisionsUpFrom(division: DivisionCode): readonly DivisionCode[] {
  const up = LEVEL_ENDS.map((end) => division.slice(0, end).padEnd(12, '0'))
  return [...new Set([...up, NATION])]
}

/** The leading digits that every division inside this one shares: `431224105` for the township 431224105000. */
export function divisionPrefix(division: DivisionCode): string {
  if (division === NATION) return ''
  const end = [2, 4, 6, 9].find((length) => /^0*$/.test(division.slice(length)))
  return division.slice(0, end ?? 12)
}

/** Names of divisions that a parameter is set for. Others show their code. */
export const DIVISION_NAMES: Readonly<Record<DivisionCode, { zh: string; en: string }>> = {
  [NATION]: { zh: '全国', en: 'nation' },
  '430000000000': { zh: '湖南', en: 'Hunan' },
}
