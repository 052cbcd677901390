export const TOWNSHIP = '431224105000'

/** Eleven names stand in the report; the other twelve villages have none here. */
const NAMES = ['龙山村', '龙泉山村', '梅兰村', '乐园村', '同堂村', '金鸡村', '两江村', '江东村', '三江村', '西湖村', '金兰村']

export type Village = Readonly<{ code: string; title?: string; poverty: 'none' | 'poor' | 'deeplyPoor' }>

/** 23 villages, 14 of them poor, of these 5 deeply poor. */
export const VILLAGES: readonly Village[] = Array.from({ length: 23 }, (_, i) => ({
  code: `431224105${201 + i}`,
  ...(NAMES[i] ? { title: NAMES[i] } : {}),
  poverty: i % 23 < 5 ? 'deeplyPoor' : i < 14 ? 'poor' : 'none',
}))

export function villageNamed(title: string): string {
  const village = VILLAGES.find((one) => one.title === title)
  if (!village) throw new Error(`no village ${title}`)
  return village.code
}
