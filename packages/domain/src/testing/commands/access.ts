import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { nameReading } from '../../name-reading/decide.ts'
import type { serviceKey } from '../../service-key/decide.ts'
import { type DataOfEach, division, occurredOn, one, person } from './pools.ts'

const key = { division, key: one('kaaa', 'kbbb'), occurredOn }

export const serviceKeyCommands: DataOfEach<CommandOf<typeof serviceKey>['type']> = {
  IssueServiceKey: fc.record({ ...key, role: one('recorder', 'auditor'), hash: one('A'.repeat(43), 'B'.repeat(43)) }),
  RevokeServiceKey: fc.record({ ...key, reason: one('lost', 'replaced') }),
}

export const nameReadingCommands: DataOfEach<CommandOf<typeof nameReading>['type']> = {
  ReadNames: fc.record({
    division,
    reader: one('user:a', 'user:b', 'test:someone'),
    reading: one('r1', 'r2'),
    persons: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
    purpose: one('visit', 'notice'),
    occurredOn,
  }),
}
