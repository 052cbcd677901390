import type { AnyCommand } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { addDays, type Dice, diceOf, eventOf, HOUSEHOLDS, oneOf, saidOf, type Tell, whereOf } from './story.ts'

type Order = (tell: Tell) => readonly [string, object] | undefined
const often = <Item>(times: number, item: Item): readonly Item[] => Array.from({ length: times }, () => item)
const CLASSES = ['marginal', 'unstableExit', 'suddenHardship'] as const

/** Every order on a case, whether or not it is its turn; those whose turn seldom comes are given more often. */
const ORDERS: readonly Order[] = [
  () => ['OpenGreenChannel', { clue: 'G1', risk: 'flood', evidence: [] }],
  ({ today }) => ['PublishCaseNotice', { occurredOn: undefined, from: today, to: addDays(today, 6), fields: ['village'] }],
  ({ dice }) => ['CheckCase', { outcome: dice.of('forwarded', 'returned') }],
  ({ dice }) => ['RecogniseHousehold', { class: dice.of(...CLASSES), risks: [{ kind: 'illness' }] }],
  ({ today }) => ['DismissClue', { reason: 'duplicate', explanation: { on: today, how: 'phone' } }],
  ({ dice }) => ['AssignHelper', { helper: dice.of('helper:a', 'helper:c') }],
  (tell) => ofLast(tell, 'StartMeasure', (id) => ['WithdrawMeasure', { occurredOn: undefined, reverses: id, reason: 'mistaken' }]),
  ({ dice }) => ['ProposeElimination', { way: dice.of('byHelp', 'natural') }],
  ...often<Order>(5, () => ['WithdrawElimination', {}]),
  ...often<Order>(2, ({ dice }) => ['EliminateRisk', dice.chance(50) ? { natural: { reason: 'incomeRisen', evidence: [] } } : {}]),
  ...often<Order>(8, () => ['RollBackElimination', { reason: 'tooEarly', evidence: [] }]),
  ({ today }) => ['IncludeHousehold', { reason: 'other', until: addDays(today, 30), evidence: [] }],
  ...often<Order>(5, (tell) => ofLast(tell, 'IncludeHousehold', (ends) => ['EndInclusion', { ends }])),
  ({ today }) => ['PauseWatch', { reason: 'absent', until: addDays(today, 30) }],
  ...often<Order>(7, (tell) => ofLast(tell, 'PauseWatch', (ends) => ['EndPause', { ends }])),
  ({ today }) => ['WaiveRule', { rule: 'disaster', reason: 'seasonal', until: addDays(today, 30), evidence: [] }],
  ...often<Order>(7, (tell) => ofLast(tell, 'WaiveRule', (ends) => ['EndWaiver', { ends }])),
]

function ofLast(tell: Tell, type: string, make: (id: string) => readonly [string, object]): readonly [string, object] | undefined {
  const last = oneOf(tell, saidOf(tell, type))
  return last && make(eventOf(last, 0, 'monitoringCase'))
}

function order(dice: Dice, today: string, earlier: readonly Command[]): AnyCommand | undefined {
  const household = dice.of(...HOUSEHOLDS)
  const made = dice.of(...(ORDERS as [Order]))({ dice, household, today, earlier })
  if (!made) return undefined
  const { occurredOn = today, ...data } = made[1] as { occurredOn?: string }
  const dated = 'occurredOn' in made[1] ? {} : { occurredOn }
  return { type: made[0], data: { ...whereOf(household), ...dated, ...data } } as unknown as AnyCommand
}

/** Continues a life with some orders in a row, each some days after the one before. */
export const orders: fc.Arbitrary<(life: readonly Command[]) => readonly Command[]> = fc
  .array(fc.array(fc.nat({ max: 9_999 }), { minLength: 7, maxLength: 7 }), { minLength: 4, maxLength: 12 })
  .map((numbers) => (life) => {
    const commands = [...life]
    let today = (life.at(-1)?.knownAt ?? '2023-01-02').slice(0, 10)
    for (const [i, own] of numbers.entries()) {
      const dice = diceOf(own)
      today = addDays(today, 1 + dice.upTo(6))
      const command = order(dice, today, commands)
      const knownAt = new Date(Date.parse(today) + i * 1_000).toISOString()
      if (command) commands.push({ ...command, commandId: `o${i}`, actor: 'test:orders', source: 'import:test', knownAt })
    }
    return commands
  })
