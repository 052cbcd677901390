/** Codes that no place has: 99 is not given to any province. */
export const COUNTY = '999001000000'
export const TOWNSHIP = '999001001000'

const TENS = ['', '十', '二十']
const ONES = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

export type Village = Readonly<{ code: string; title: string }>

/** 示范一村 to 示范二十三村. */
export const VILLAGES: readonly Village[] = Array.from({ length: 23 }, (_, i) => ({
  code: `999001001${201 + i}`,
  title: `示范${TENS[Math.floor((i + 1) / 10)]}${ONES[(i + 1) % 10]}村`,
}))
