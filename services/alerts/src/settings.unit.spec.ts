import { describe, expect, it } from 'vitest'
import { alertsSettings } from './settings.ts'

describe('what the environment says of the service of alerts', () => {
  it('given nothing, then it listens on this machine, and the limits are those of phones and of an office chat', () => {
    expect(alertsSettings({ ALERTS_PROXIES: '', MESSAGE_RETRIES_MS: '' })).toEqual({
      host: '127.0.0.1',
      port: 8090,
      opsHost: '127.0.0.1',
      opsPort: 8091,
      linkDays: 7,
      messagesAMinute: 20,
      requestsAMinute: 600,
      linkRequestsAMinute: 30,
      logLevel: 'info',
    })
  })

  it('given lists, then each of them is one of its own', () => {
    expect(alertsSettings({ ALERTS_PROXIES: 'loopback,10.0.0.0/8', MESSAGE_RETRIES_MS: '200,5000' })).toMatchObject({
      proxies: ['loopback', '10.0.0.0/8'],
      messageRetries: [200, 5_000],
    })
  })

  it.each([
    ['ALERTS_RATE_LIMIT', '0'],
    ['ALERTS_LINK_RATE_LIMIT', 'many'],
    ['ALERTS_PROXIES', 'a b'],
    ['ALERTS_PROXIES', '10.0.0.0/33'],
    ['MESSAGES_A_MINUTE', '6001'],
    ['MESSAGE_RETRIES_MS', '1,,2'],
    ['ALERTS_OPS_HOST', 'http://here'],
  ])('given %s as it cannot be, then that one is named, and what was typed is not', (name, value) => {
    expect(() => alertsSettings({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'config.malformed', message: expect.stringContaining(name) }),
    )
    expect(() => alertsSettings({ [name]: value })).not.toThrow(`"${value}"`)
  })
})
