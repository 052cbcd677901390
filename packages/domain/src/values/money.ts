import { z } from 'zod'
import type { Text } from '../aggregate.ts'

/** Money: an integer number of fen (分), 1 yuan = 100 fen. Never a fraction, never a float. */
export const Fen = z.int()
/** An amount that moves: above zero. The sign is in the event's meaning. */
export const PositiveFen = z.int().positive()
export const NonNegativeFen = z.int().nonnegative()

/** Splits without loss; what does not divide goes to the last part. @example splitFen(100, 3) // [33, 33, 34] */
export function splitFen(total: number, parts: number): number[] {
  const each = Math.trunc(total / parts)
  return Array.from({ length: parts }, (_, i) => (i === parts - 1 ? total - each * (parts - 1) : each))
}

/** Money for people: 元 below ten thousand yuan, 万元 above; exact, trailing zeros left out. @example formatFen(819153600) // '819.1536万元' */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const abs = Math.abs(fen)
  const [unit, size, places] = abs >= 1_000_000 ? (['万元', 1_000_000, 6] as const) : (['元', 100, 2] as const)
  return `${sign}${decimal(abs, size, places)}${unit}`
}

/** A household's money, always in yuan, in both languages. @example inYuan(1_250_400) // { zh: '12,504元', en: '12,504 yuan' } */
export function inYuan(fen: number): Text {
  const amount = `${fen < 0 ? '-' : ''}${decimal(Math.abs(fen), 100, 2)}`
  return { zh: `${amount}元`, en: `${amount} yuan` }
}

function decimal(value: number, size: number, places: number): string {
  const fraction = String(value % size)
    .padStart(places, '0')
    .replace(/0+$/, '')
  const whole = String(Math.trunc(value / size)).replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction ? `${whole}.${fraction}` : whole
}
