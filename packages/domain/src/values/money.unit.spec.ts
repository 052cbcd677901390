import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fen, formatFen, inYuan, PositiveFen, splitFen } from './money.ts'

describe('splitFen', () => {
  it('gives what does not divide to the last part', () => {
    expect(splitFen(100, 3)).toEqual([33, 33, 34])
    expect(splitFen(1_000_000, 12)).toEqual([...Array.from({ length: 11 }, () => 83_333), 83_337])
  })

  it('loses no fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 1, max: 60 }), (total, parts) => {
        const split = splitFen(total, parts)
        expect(split).toHaveLength(parts)
        expect(split.reduce((sum, part) => sum + part, 0)).toBe(total)
      }),
    )
  })
})

describe('formatFen', () => {
  it.each([
    [0, '0元'],
    [5, '0.05元'],
    [123_450, '1,234.5元'],
    [999_999, '9,999.99元'],
    [1_000_000, '1万元'],
    [819_153_600, '819.1536万元'],
    [123_456_789_000, '123,456.789万元'],
    [-250_000, '-2,500元'],
  ])('%i fen is %s', (fen, written) => {
    expect(formatFen(fen)).toBe(written)
  })

  it('is exact: the number can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (fen) => {
        const [whole = '', fraction = ''] = formatFen(fen)
          .replace(/[,万元]/g, '')
          .split('.')
        const places = fen >= 1_000_000 ? 6 : 2
        expect(Number(whole) * 10 ** places + Number(fraction.padEnd(places, '0'))).toBe(fen)
      }),
    )
  })
})

describe('inYuan', () => {
  it.each([
    [0, '0'],
    [1_250_400, '12,504'],
    [125_400, '1,254'],
    [100_000_005, '1,000,000.05'],
    [-4_500_000, '-45,000'],
  ])('%i fen is %s yuan in both languages', (fen, amount) => {
    expect(inYuan(fen)).toEqual({ zh: `${amount}元`, en: `${amount} yuan` })
  })
})

it('takes no fraction of a fen, and no payment of nothing', () => {
  expect([Fen.safeParse(0.5).success, PositiveFen.safeParse(0).success, PositiveFen.safeParse(1).success]).toEqual([false, false, true])
})
