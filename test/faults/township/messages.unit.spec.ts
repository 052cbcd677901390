import type { StoredEvent } from '@rural-tracker/event-store'
import { describe, expect, it } from 'vitest'
import { messageFaults } from './messages.ts'
import type { Receiver } from './receiver.ts'

const alert = { subject: 'H00001', cause: 'rule.open-risk', episode: 1 }
const event = (type: string, data: object) => ({ type, data }) as unknown as StoredEvent
const raised = event('AlertRaised', alert)
const made = (message: string) => event('AlertMessageMade', { message, items: [{ ...alert, stood: 'village.raised.2' }] })
const delivered = (message: string) => event('AlertMessageDelivered', { message })
const failed = (message: string, reason: string) => event('AlertMessageFailed', { message, reason })
const got = (...came: string[]) => ({ forged: [], came: new Map(came.map((id) => [id, 1])) }) as unknown as Receiver

describe('what is held of messages when a township has come to rest', () => {
  it('given an alert that was told and recorded once, then nothing is wrong', () => {
    expect(messageFaults([raised, made('a'), delivered('a')], got('a'))).toEqual([])
    expect(messageFaults([raised, made('a'), event('AlertResolved', alert), failed('a', 'overtaken')], got())).toEqual([])
  })

  it.each([
    ['nobody told', [raised], got(), /nobody was told/],
    ['one without an outcome', [raised, made('a')], got('a'), /no outcome/],
    ['one recorded twice', [raised, made('a'), delivered('a'), delivered('a')], got('a'), /recorded 2 times/],
    ['one recorded that never came', [raised, made('a'), delivered('a')], got(), /never came/],
    ['one given up', [raised, made('a'), failed('a', 'unreachable')], got(), /given up/],
    ['one told in two messages', [raised, made('a'), delivered('a'), made('b'), delivered('b')], got('a', 'b'), /two messages/],
    ['one that nobody made', [raised, made('a'), delivered('a')], got('a', 'b'), /never made/],
  ])('given %s, then it is found', (_what, log, receiver, fault) => {
    expect(messageFaults(log, receiver).join()).toMatch(fault)
  })
})
