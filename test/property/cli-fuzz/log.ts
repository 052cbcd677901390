import type { AnyCommand } from '@rural-tracker/domain'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'

const VILLAGE = '431224105201'
const STREAM = `household-${VILLAGE}-H00001`
const home = { household: 'H00001', registeredIn: VILLAGE }
const on = { occurredOn: '2020-01-01' }

const COMMANDS: readonly AnyCommand[] = [
  { type: 'RegisterVillage', data: { ...on, village: VILLAGE, level: 'village', poverty: 'poor' } },
  { type: 'RegisterHousehold', data: { ...home, ...on, kind: 'registeredPoor' } },
  {
    type: 'AddMember',
    data: { ...home, ...on, person: 'P00001', relation: 'head', sex: 'female', bornIn: '1980-05', reason: 'registered', standingFacts: [] },
  },
  { type: 'ReportRisk', data: { ...home, risk: 'illness', occurredOn: '2020-11-03' } },
]

/** A small log; `strange`: with events of a release before this one and of one after it. */
export async function layLog(data: string, strange: boolean): Promise<void> {
  const tracker = await openTracker(embeddedConfig(data))
  try {
    for (const [i, command] of COMMANDS.entries()) {
      const outcome = await tracker.execute(command, { commandId: `given-${i}`, actor: 'test:given', source: 'test' })
      if (!outcome.ok) throw new Error(`${command.type} was refused: ${outcome.refused}`)
    }
    tracker.persons.put('P00001', { name: '李四' })
    if (!strange) return
    const event = (n: number, type: string, v: number, own: Readonly<Record<string, string>>) => ({
      id: `00000000-0000-4000-8000-00000000000${n}`,
      type,
      data: own,
      metadata: { commandId: `strange-${n}`, commandHash: 'x', actor: 'test:given', source: 'test', division: VILLAGE, v },
    })
    await tracker.events.append(STREAM, 'any', [
      event(1, 'MemberLeft', 1, { household: 'H00001', person: 'P00001', reason: 'married', occurredOn: '2021-01-01' }),
      event(2, 'HouseholdBlessed', 1, { household: 'H00001', by: '王小明' }),
      event(3, 'RiskReported', 99, { household: 'H00001', risk: '王小明', phone: '13900000001' }),
    ])
  } finally {
    await tracker.close()
  }
}
