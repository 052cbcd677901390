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

/** Names of divisions that parameters are set for (GB/T 2260). 99 is not allocated there: by convention it is an invented region. */
export const DIVISION_NAMES: Readonly<Record<DivisionCode, Readonly<{ zh: string; en: string }>>> = {
  [NATION]: { zh: '全国', en: 'nation' },
  '110000000000': { zh: '北京', en: 'Beijing' },
  '120000000000': { zh: '天津', en: 'Tianjin' },
  '130000000000': { zh: '河北', en: 'Hebei' },
  '140000000000': { zh: '山西', en: 'Shanxi' },
  '150000000000': { zh: '内蒙古', en: 'Inner Mongolia' },
  '210000000000': { zh: '辽宁', en: 'Liaoning' },
  '220000000000': { zh: '吉林', en: 'Jilin' },
  '230000000000': { zh: '黑龙江', en: 'Heilongjiang' },
  '310000000000': { zh: '上海', en: 'Shanghai' },
  '320000000000': { zh: '江苏', en: 'Jiangsu' },
  '330000000000': { zh: '浙江', en: 'Zhejiang' },
  '340000000000': { zh: '安徽', en: 'Anhui' },
  '350000000000': { zh: '福建', en: 'Fujian' },
  '360000000000': { zh: '江西', en: 'Jiangxi' },
  '370000000000': { zh: '山东', en: 'Shandong' },
  '410000000000': { zh: '河南', en: 'Henan' },
  '420000000000': { zh: '湖北', en: 'Hubei' },
  '430000000000': { zh: '湖南', en: 'Hunan' },
  '440000000000': { zh: '广东', en: 'Guangdong' },
  '450000000000': { zh: '广西', en: 'Guangxi' },
  '460000000000': { zh: '海南', en: 'Hainan' },
  '500000000000': { zh: '重庆', en: 'Chongqing' },
  '510000000000': { zh: '四川', en: 'Sichuan' },
  '520000000000': { zh: '贵州', en: 'Guizhou' },
  '530000000000': { zh: '云南', en: 'Yunnan' },
  '540000000000': { zh: '西藏', en: 'Tibet' },
  '610000000000': { zh: '陕西', en: 'Shaanxi' },
  '620000000000': { zh: '甘肃', en: 'Gansu' },
  '630000000000': { zh: '青海', en: 'Qinghai' },
  '640000000000': { zh: '宁夏', en: 'Ningxia' },
  '650000000000': { zh: '新疆', en: 'Xinjiang' },
  '990000000000': { zh: '示范', en: 'demonstration' },
}

/** The name of the nearest named division: the code itself, or one above it but not the nation; without any, the province's code. */
export function regionName(code: DivisionCode): Readonly<{ zh: string; en: string }> {
  const named = divisionsUpFrom(code).find((division) => DIVISION_NAMES[division] && (division !== NATION || code === NATION))
  const province = code.slice(0, 2).padEnd(12, '0')
  return DIVISION_NAMES[named ?? ''] ?? { zh: province, en: province }
}
