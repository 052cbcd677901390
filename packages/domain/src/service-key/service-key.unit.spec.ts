import { describe, expect, it } from 'vitest'
import { deskOf, given } from '../testing/scenario.ts'
import { ServiceKeyIssued, ServiceKeyRevoked } from './events.ts'

const key = { division: '431224105000', key: 'kbqzx', occurredOn: '2024-05-01' } as const
const issued = ServiceKeyIssued({ ...key, role: 'recorder', hash: 'A'.repeat(43), validTo: '2024-12-31' })
const revoked = ServiceKeyRevoked({ ...key, occurredOn: '2024-06-01', reason: 'lost' })

describe('a service key', () => {
  it('is issued once, and the same again is no news', () => {
    given().when({ type: 'IssueServiceKey', data: issued.data }).then(issued)
    given(issued).when({ type: 'IssueServiceKey', data: issued.data }).thenNothingHappens()
    given(issued, revoked).when({ type: 'IssueServiceKey', data: issued.data }).thenNothingHappens()
  })

  it('is never issued anew under its id, also when it was revoked', () => {
    const other = { ...issued.data, role: 'approver' } as const
    given(issued).when({ type: 'IssueServiceKey', data: other }).thenRefused('service-key.taken')
    given(issued, revoked).when({ type: 'IssueServiceKey', data: other }).thenRefused('service-key.taken')
  })

  it('is not over before it begins', () => {
    given()
      .when({ type: 'IssueServiceKey', data: { ...issued.data, validTo: '2024-04-30' } })
      .thenRefused('service-key.over')
  })

  it('is revoked once, and only when it is there', () => {
    given(issued).when({ type: 'RevokeServiceKey', data: revoked.data }).then(revoked)
    given(issued, revoked)
      .when({ type: 'RevokeServiceKey', data: { ...revoked.data, reason: 'misused' } })
      .thenNothingHappens()
    given().when({ type: 'RevokeServiceKey', data: revoked.data }).thenRefused('service-key.unknown')
  })

  it('has no room for a secret', () => {
    const { data } = deskOf('IssueServiceKey').command
    expect(data.safeParse({ ...issued.data, secret: 'x' }).error?.issues[0]?.code).toBe('unrecognized_keys')
    expect(data.safeParse({ ...issued.data, hash: 'x' }).error?.issues[0]?.path).toEqual(['hash'])
  })
})
