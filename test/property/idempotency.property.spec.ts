import { aggregates } from '@rural-tracker/domain'
import { type Command, createDecider, eventIdOf, type FoldedStream, openMemoryStore, previewCommands } from '@rural-tracker/event-store'
import { sanjiangHistory } from '@rural-tracker/sanjiang'
import { shifanHistory } from '@rural-tracker/shifan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories } from './histories.ts'
import { held } from './lives/held.ts'
import { lives } from './lives/index.ts'

/** decide(c, fold(s, decide(c, s))) = []: every command given twice, under two ids, leads to the events of once. */
async function eventsOf(commands: Iterable<Command>) {
  return previewCommands({ store: openMemoryStore(), aggregates }, commands)
}

function* twice(commands: Iterable<Command>): Iterable<Command> {
  for (const command of commands) {
    yield command
    yield { ...command, commandId: `${command.commandId}.again` }
  }
}

/**
 * Decides each command and, in the same breath, the same under another id: as many events of the first, and the ids of those whose second time
 * was an event or that were refused either time.
 */
async function eachTwice(commands: readonly Command[]) {
  const { prepare, readFolded, readSeen, decide } = createDecider(aggregates)
  const [nothing, streams] = [openMemoryStore(), new Map<string, FoldedStream>()]
  const found = { events: 0, again: [] as string[], refused: [] as string[] }
  for (const command of commands) {
    const { commandId } = command
    const prepared = prepare(command)
    if ('ok' in prepared) {
      found.refused.push(commandId)
      continue
    }
    const folded = streams.get(prepared.stream) ?? (await readFolded(nothing, prepared.stream))
    streams.set(prepared.stream, folded)
    const decided = async (id: string) =>
      decide({ ...prepared, command: { ...command, commandId: id } }, folded, await readSeen(nothing, prepared, folded, streams))
    const [first, second] = [await decided(commandId), await decided(`${commandId}.again`)]
    if (first.kind === 'refused' || second.kind === 'refused') found.refused.push(commandId)
    else {
      found.events += first.events.length
      if (second.events.length > 0 || second.repeated) found.again.push(commandId)
    }
  }
  return found
}

const years: readonly [string, readonly Command[]][] = [
  ['三江镇', [...sanjiangHistory(eventIdOf)]],
  ['示范镇', [...shifanHistory(eventIdOf)]],
]

describe('decisions are idempotent', () => {
  it('given random histories, then the same business fact again is no event', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (commands) => {
        const [once, again] = [await eventsOf(commands), await eventsOf(twice(commands))]
        expect(again.events).toBe(once.events)
        expect(again.refusals.length).toBe(once.refusals.length * 2)
      }),
      { numRuns: 150 },
    )
  })

  it('given random lives of households and their cases, then the same business fact again is no event', async () => {
    const same = fc.asyncProperty(lives, async (commands) => {
      const [once, again] = [await eventsOf(commands), await eventsOf(twice(commands))]
      expect(again.events).toBe(once.events)
      expect(again.refusals.length).toBe(once.refusals.length * 2)
    })
    await held(same, 100)
  })

  it.each(years)(
    'given the years of %s, then every command again is no event, and none is refused',
    async (_, commands) => {
      const { events, again, refused } = await eachTwice(commands)
      expect({ again, refused }).toEqual({ again: [], refused: [] })
      expect(events).toBeGreaterThanOrEqual(commands.length)
    },
    400_000,
  )

  it('given both demonstrations, then every command of every aggregate occurs in one of them, but for a few', () => {
    const seen = new Set<string>(years.flatMap(([, commands]) => commands.map(({ type }) => type)))
    const known = aggregates.flatMap((aggregate) => aggregate.commands.map((command) => command.type))
    expect(known.filter((type) => !seen.has(type)).sort()).toEqual(IN_NO_DEMONSTRATION)
  })
})

/** Commands of which neither demonstration has one; the random histories and the unit specs give them. Alerts are raised by whoever asks. */
const IN_NO_DEMONSTRATION = [
  'AcknowledgeAlert',
  'AddReceiver',
  'AnswerAlert',
  'AssignAlert',
  'ChangeReceiver',
  'ChangeWebhook',
  'CloseAlertDay',
  'CloseFacility',
  'CorrectAlertBudget',
  'CorrectAlertClock',
  'CorrectAlertLead',
  'CorrectQuietHours',
  'DismissAlert',
  'EscalateAlert',
  'IssueServiceKey',
  'ListAlert',
  'MakeAlertMessage',
  'MergeVillage',
  'PassOnAlert',
  'RaiseAlert',
  'ReadNames',
  'RecordAlertMessageDelivery',
  'RecordAlertMessageFailure',
  'RecordDelivery',
  'RecordDeliveryFailure',
  'ReleaseDoctor',
  'RemoveReceiver',
  'RequeueDelivery',
  'ResolveAlert',
  'RevokeHonour',
  'RevokeServiceKey',
  'RotateWebhookSecret',
  'SetAlertBudget',
  'SetAlertClock',
  'SetAlertLead',
  'SetQuietHours',
  'SubscribeWebhook',
  'UnsubscribeWebhook',
  'WithdrawAlert',
  'WithdrawMerger',
]
