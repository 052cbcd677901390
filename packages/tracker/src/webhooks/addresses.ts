import { lookup } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'
import { isLoopbackHost } from '@rural-tracker/domain'

/** The network does not lead to where a webhook may go. */
export class AddressRefused extends Error {
  readonly code = 'webhook.address-refused'
}

// IANA special-purpose address registries, IPv4 and IPv6.
const NOT_PUBLIC = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  NOT_PUBLIC.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  NOT_PUBLIC.addSubnet(net, prefix, 'ipv6')
const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * Whether a webhook may go to an address. This machine only where the URL itself says so; private networks only where the installation allows it:
 * a name that somebody subscribes may lead anywhere, and to another place each time.
 */
export function mayReach(address: string, host: string, reachPrivate: boolean): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (LOOPBACK.check(address, family)) return isLoopbackHost(host)
  return reachPrivate || !NOT_PUBLIC.check(address, family)
}

/** @throws AddressRefused for a host that is an address itself, and no name to look up. */
export function checkHost(host: string, reachPrivate: boolean): void {
  const address = host.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !mayReach(address, host, reachPrivate)) throw new AddressRefused('a private address')
}

/** Looks a name up as the connection is made, so that what is checked is what is connected to. */
export function guardedLookup(host: string, reachPrivate: boolean): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const good = addresses.filter(({ address }) => mayReach(address, host, reachPrivate))
      const [first] = good
      if (!first) return callback(new AddressRefused('a private address'), '', 0)
      return options.all ? callback(null, good) : callback(null, first.address, first.family)
    })
  }
}
