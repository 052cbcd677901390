import type { AnyCommand } from '@rural-tracker/domain'
import { expect, it } from 'vitest'
import { alertTown, householdOf, parameters, VILLAGE } from '../testing/alert-town.ts'

const { life, bill } = householdOf('H00001')
const ofNobody: AnyCommand = {
  type: 'RaiseAlert',
  data: {
    division: VILLAGE,
    subject: 'H99999',
    cause: 'rule.medical-self-paid',
    occurredOn: '2024-02-01',
    place: VILLAGE,
    level: 3,
    sign: 'strong',
    evidence: ['00000000-0000-4000-8000-000000000001'],
    firstSignOn: '2024-02-01',
    stage: 'village',
    assignee: 'helper:a',
    respondBy: '2024-02-03',
  },
} as AnyCommand

it('given an open alert of a household of which nothing else is said, then alerts of the others are raised all the same', async () => {
  const town = await alertTown('2024-02-01')
  try {
    await town.known('2024-02-01', ...parameters, ...life, ofNobody, bill('2024-01-20'))
    await town.asked('2024-02-01')
    expect((await town.tracker.alerts()).rows.map(({ alert }) => alert).sort()).toEqual([
      'H00001.rule.medical-self-paid',
      'H99999.rule.medical-self-paid',
    ])
    await town.asked('2024-02-02')
  } finally {
    await town.close()
  }
})
