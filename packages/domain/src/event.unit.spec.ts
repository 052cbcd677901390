import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalogueOf, decodeEvent, defineEvent } from './event.ts'

const Paid = defineEvent('Paid', z.strictObject({ household: z.string().regex(/^H\d+$/), programme: z.string(), amount: z.int() }), {
  version: 3,
  aliases: ['SubsidyGranted'],
  upcast: {
    1: ({ kind, ...data }) => ({ ...data, programme: kind }),
    2: ({ yuan, ...data }) => ({ ...data, amount: Number(yuan) * 100 }),
  },
})
const known = catalogueOf([Paid])
const today = { kind: 'event', event: { type: 'Paid', data: { household: 'H1', programme: 'award', amount: 50_000 } } }

describe('defineEvent', () => {
  it('makes an event of its type', () => {
    expect(Paid({ household: 'H1', programme: 'award', amount: 1 })).toEqual({
      type: 'Paid',
      data: { household: 'H1', programme: 'award', amount: 1 },
    })
  })

  it('throws when the way from an older version has a missing step', () => {
    expect(() => defineEvent('Paid', z.strictObject({}), { version: 3, upcast: { 2: (data) => data } })).toThrow('Paid: no upcast from version 1')
  })
})

describe('catalogueOf', () => {
  it('finds an event by its name and by its aliases', () => {
    expect([...known.keys()]).toEqual(['Paid', 'SubsidyGranted'])
  })

  it('throws when two events are stored under one name', () => {
    expect(() => catalogueOf([Paid, defineEvent('SubsidyGranted', z.strictObject({}))])).toThrow('two event definitions are stored as SubsidyGranted')
  })
})

describe('decodeEvent', () => {
  it.each([
    [1, { household: 'H1', kind: 'award', yuan: 500 }],
    [2, { household: 'H1', programme: 'award', yuan: 500 }],
    [3, { household: 'H1', programme: 'award', amount: 50_000 }],
  ])('takes version %i up to the shape of today', (version, data) => {
    expect(decodeEvent(known, 'Paid', version, data)).toEqual(today)
  })

  it('reads an old name as the name of today', () => {
    expect(decodeEvent(known, 'SubsidyGranted', 1, { household: 'H1', kind: 'award', yuan: 500 })).toEqual(today)
  })

  it('says that a type is unknown', () => {
    expect(decodeEvent(known, 'Moved', 1, {})).toEqual({ kind: 'unknown', type: 'Moved' })
  })

  it('says that an event is newer than this release', () => {
    expect(decodeEvent(known, 'Paid', 4, {})).toEqual({ kind: 'newer', type: 'Paid', version: 4, known: 3 })
  })

  it('names the fields at fault and never their values', () => {
    const decoded = decodeEvent(known, 'Paid', 3, { household: '李四 431224199001011234', programme: 'award', amount: 1.5, phone: '13800000000' })
    expect(decoded).toEqual({
      kind: 'invalid',
      type: 'Paid',
      reason: 'household: invalid_format; amount: invalid_type; data: unrecognized_keys phone',
    })
  })

  it('given a name or a number as a key, then it is not repeated either', () => {
    const decoded = decodeEvent(known, 'Paid', 3, { ...today.event.data, 张三: 1, '13800000000': 2 })
    expect(decoded).toMatchObject({ kind: 'invalid', reason: 'data: unrecognized_keys 「…」, 「…」' })
  })

  it('calls data that is no object invalid', () => {
    expect(decodeEvent(known, 'Paid', 3, null)).toMatchObject({ kind: 'invalid', reason: 'data: invalid_type' })
  })
})
