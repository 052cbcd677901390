import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlertLink, openLink, sealLink } from './link.ts'

const key = randomBytes(32)
const NOW = Date.parse('2024-05-01T02:00:00.000Z')
const link: AlertLink = { division: '011224105201', message: 'abcdefghijklmnopqrstuvwxyzab', item: 7, expiresAt: NOW + 86_400_000 }
const token = sealLink(key, link)

describe('a link', () => {
  it('opens until its last minute, and is expired from then on', () => {
    expect(openLink(key, token, NOW)).toEqual(link)
    expect(openLink(key, token, link.expiresAt - 1)).toEqual(link)
    expect(openLink(key, token, link.expiresAt)).toBe('expired')
  })

  it('says nothing that can be read, and fits into an address', () => {
    expect(token).toMatch(/^[\w-]{75}$/)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/H\d{5}|rule|helper/)
  })

  it('is forged with another key, with any other sign, and in any other spelling', () => {
    expect(openLink(randomBytes(32), token, NOW)).toBe('forged')
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...alphabet), (at, sign) => {
        fc.pre(token[at] !== sign)
        expect(openLink(key, token.slice(0, at) + sign + token.slice(at + 1), NOW)).toBe('forged')
      }),
      { numRuns: 500 },
    )
    for (const other of ['', `${token}A`, token.slice(1), `${token}=`, encodeURIComponent('石桥村'), ' '.repeat(75)])
      expect(openLink(key, other, NOW)).toBe('forged')
  })

  it('given any link, then it comes back as it was sealed', () => {
    const any = fc.record({
      division: fc.integer({ min: 0, max: 999_999_999_999 }).map((n) => String(n).padStart(12, '0')),
      message: fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 28, maxLength: 28 }),
      item: fc.nat(49),
      expiresAt: fc.integer({ min: 28_000_000, max: 60_000_000 }).map((minutes) => minutes * 60_000),
    })
    fc.assert(
      fc.property(any, (one) => {
        expect(openLink(key, sealLink(key, one), 0)).toEqual(one)
      }),
    )
  })
})
