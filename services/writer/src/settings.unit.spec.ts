import { describe, expect, it } from 'vitest'
import { writerSettings } from './settings.ts'

describe('what the environment says of the service', () => {
  it('given nothing, then it listens on this machine', () => {
    expect(writerSettings({ HTTP_PORT: '' })).toEqual({
      host: '127.0.0.1',
      port: 8080,
      requestsAMinute: 12_000,
      waitMs: 2_000,
      scanMs: 120_000,
      logLevel: 'info',
      queueName: 'rural-tracker',
    })
  })

  it('given an issuer of tokens, then its audience and claims', () => {
    const oidc = { OIDC_ISSUER: 'https://id.example.org', OIDC_AUDIENCE: 'rural-tracker', OIDC_ROLE_CLAIM: 'https://example.org/role' }
    expect(writerSettings(oidc).oidc).toEqual({
      issuer: 'https://id.example.org',
      audience: 'rural-tracker',
      actorClaim: 'sub',
      roleClaim: 'https://example.org/role',
      divisionClaim: 'division',
    })
  })

  it.each([
    ['HTTP_PORT', { HTTP_PORT: '王小明' }],
    ['HTTP_PORT', { HTTP_PORT: '65536' }],
    ['RATE_LIMIT', { RATE_LIMIT: '0' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'file:///etc/passwd', OIDC_AUDIENCE: 'a' }],
    ['OIDC_ISSUER, OIDC_AUDIENCE', { OIDC_ISSUER: 'https://id.example.org' }],
    ['OIDC_ISSUER, OIDC_AUDIENCE', { OIDC_AUDIENCE: 'a' }],
  ])('given a wrong %s, then it is named, and its value is not', (names, env) => {
    const wrong = () => writerSettings(env)
    expect(wrong).toThrow(expect.objectContaining({ code: 'config.malformed', message: expect.stringContaining(`The variables ${names} are`) }))
    expect(wrong).not.toThrow(/王小明|passwd|loud/)
  })
})
