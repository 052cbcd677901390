import { describe, expect, it } from 'vitest'
import { checkHost, guardedLookup, mayReach } from './addresses.ts'

describe('where a webhook may go', () => {
  it.each([
    ['93.184.216.34', true],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['127.0.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['::1', false],
    ['::', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:93.184.216.34', true],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['fd00::1', false],
    ['fe80::1', false],
  ])('given a name that leads to %s, then it may: %s', (address, may) => {
    expect(mayReach(address, 'county.example', false)).toBe(may)
  })

  it('given a name that leads to this machine, then it may not, allowed or not; only where the URL itself says so', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(mayReach(address, 'county.example', true)).toBe(false)
    expect(mayReach('127.0.0.1', '127.0.0.1', false)).toBe(true)
    expect(mayReach('127.0.0.1', 'localhost', false)).toBe(true)
    expect(mayReach('::1', '[::1]', false)).toBe(true)
  })

  it('given private networks allowed, then they may be reached', () => {
    expect(mayReach('10.1.2.3', 'county.example', true)).toBe(true)
    expect(() => checkHost('10.1.2.3', true)).not.toThrow()
  })

  it('given a host that is an address, then it is checked without being looked up', () => {
    expect(() => checkHost('10.1.2.3', false)).toThrow()
    expect(() => checkHost('[fd00::1]', false)).toThrow()
    expect(() => checkHost('[::ffff:a00:1]', false)).toThrow()
    expect(() => checkHost('93.184.216.34', false)).not.toThrow()
    expect(() => checkHost('county.example', false)).not.toThrow()
  })

  it('given a name, then what it leads to is checked as it is looked up', async () => {
    const looked = (host: string) =>
      new Promise((resolve) => guardedLookup(host, false)('localhost', { all: true }, (error, addresses) => resolve(error ? 'refused' : addresses)))
    expect(await looked('county.example')).toBe('refused')
    expect(await looked('localhost')).toEqual(expect.arrayContaining([expect.objectContaining({ family: expect.any(Number) })]))
  })
})
