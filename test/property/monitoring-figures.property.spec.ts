import { aggregates, type AnyCommand } from '@rural-tracker/domain'
import { type Command, createImporter, eventIdOf, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { Projector } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { contributions, divisionSuccession, figures, publishedFigures } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logOf } from './both-clocks.ts'
import { about, day, household, HOUSEHOLDS, later, say, type Step, village, VILLAGES } from './steps.ts'

const classes = fc.constantFrom('marginal' as const, 'unstableExit' as const)
const risks = [{ kind: 'illness' as const }]
const dated = fc.tuple(household, day).map(([where, occurredOn]) => ({ ...where, occurredOn }))

const steps: readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[] = [
  {
    weight: 6,
    arbitrary: say(
      fc.tuple(dated, classes).map(([here, name]) => ({ type: 'RecordRecognition', data: { ...here, scheme: '2021', class: name, risks } })),
    ),
  },
  {
    weight: 5,
    arbitrary: say(
      fc
        .tuple(dated, fc.constantFrom('byHelp' as const, 'natural' as const))
        .map(([here, way]) => ({ type: 'RecordElimination', data: { ...here, way } })),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.nat({ max: 200 }).chain((days) =>
      about('RecordElimination', ({ data }) => {
        const { registeredIn, household: id, occurredOn } = data as { registeredIn: string; household: string; occurredOn: string }
        return {
          type: 'RollBackElimination',
          data: { registeredIn, household: id, occurredOn: later(occurredOn, days), reason: 'tooEarly', evidence: [] },
        }
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(dated, fc.constantFrom(1, 2)).map(([here, round]) => ({ type: 'RecordRevocation', data: { ...here, round, reason: 'falseData' } })),
    ),
  },
  {
    weight: 2,
    arbitrary: say(
      fc.tuple(dated, classes).map(([here, name]) => ({
        type: 'RecordReclassification',
        data: { ...here, scheme: '2021', class: name, reason: 'correction' },
      })),
    ),
  },
  { weight: 2, arbitrary: say(fc.tuple(dated, village).map(([here, to]) => ({ type: 'MoveHousehold', data: { ...here, to } }))) },
  { weight: 1, arbitrary: say(dated.map((here) => ({ type: 'CloseHousehold', data: { ...here, reason: 'movedAway' } }))) },
  {
    weight: 1,
    arbitrary: about('CloseHousehold', ({ data, commandId }) => {
      const { registeredIn, household: id } = data as { registeredIn: string; household: string }
      const reverses = eventIdOf(`household-${registeredIn}-${id}`, commandId, 0)
      return { type: 'WithdrawClosing', data: { registeredIn, household: id, reverses, reason: 'mistaken' } }
    }),
  },
]

const beginnings = HOUSEHOLDS.flatMap((id): AnyCommand[] => {
  const of = { household: id, registeredIn: VILLAGES[Number(id.at(-1)) % 2] ?? '' }
  return [
    { type: 'RegisterHousehold', data: { ...of, kind: 'ordinary', occurredOn: '2019-01-01' } },
    { type: 'RecordRecognition', data: { ...of, scheme: '2021', class: 'marginal', risks, occurredOn: '2019-03-01' } },
  ]
})
/** What is said is known some days after what was said before, whatever the day on which it was true. */
const lives = fc.array(fc.oneof(...steps), { minLength: 4, maxLength: 30, size: 'max' }).map((random) => {
  const commands: Command[] = []
  const add = (command: AnyCommand) => {
    const knownAt = new Date(Date.parse('2019-12-15T00:00:00Z') + commands.length * 20 * 86_400_000).toISOString()
    commands.push({ ...command, commandId: `c${commands.length}`, actor: 'test:someone', source: 'import:test', knownAt })
  }
  for (const command of beginnings) add(command)
  for (const step of random) {
    const command = step(commands)
    if (command) add(command)
  }
  return commands
})

const question = fc.record({
  from: fc.constantFrom('2019-01-01', '2020-01-01', '2020-09-01'),
  to: day,
  division: fc.constantFrom('431224105000', ...VILLAGES),
  knownAt: fc.nat({ max: 700 }).map((days) => new Date(Date.parse('2020-01-15T00:00:00Z') + days * 86_400_000).toISOString()),
})
type Question = Readonly<{ from: string; to: string; division: string; knownAt: string }>

type Word = Readonly<{
  on: string
  position: bigint
  type: string
  household: string
  round: number
  what: string
  village: string
  reverses: string
  id: string
}>

/** The same figures counted from the events, household by household: its words in the order of their days. */
function counted(events: readonly StoredEvent[], { from, to, division, knownAt }: Question): Record<string, number> {
  const words = events
    .filter(({ metadata, recordedAt }) => (metadata.knownAt ?? recordedAt) <= knownAt)
    .map(({ id, type, data, metadata, position }) => wordOf(id, type, data as Record<string, unknown>, metadata.division, BigInt(position)))
    .filter(({ on }) => on <= to)
    .sort((a, b) => (a.on === b.on ? Number(a.position - b.position) : a.on < b.on ? -1 : 1))
  const gone = new Set(words.filter(({ type }) => type === 'ClosingWithdrawn').map(({ reverses }) => reverses))
  const revoked = new Set(words.filter(({ type }) => type === 'RecognitionRevoked').map(({ household: id, round }) => `${id}/${round}`))
  const told: Record<string, number> = { recognised: 0, monitored: 0, 'monitored.marginal': 0, eliminated: 0, 'eliminated.natural': 0, rolledBack: 0 }
  for (const own of Map.groupBy(words, (word) => word.household).values()) {
    const stand = own.filter(({ household: id, round, id: event }) => !gone.has(event) && !revoked.has(`${id}/${round}`))
    const home = (on: string) => own.findLast((word) => isPlace(word) && word.on <= on)?.village ?? ''
    const here = (on: string) => home(on).startsWith(division.replace(/0+$/, ''))
    const inPeriod = stand.filter(({ on }) => on >= from && here(on))
    const state = stand.findLast(({ type }) => isRecognition(type) || ['RiskEliminated', 'EliminationRolledBack', 'HouseholdClosed'].includes(type))
    const turn = inPeriod.findLast(({ type }) => type === 'RiskEliminated' || type === 'EliminationRolledBack')
    const monitored = (isRecognition(state?.type) || state?.type === 'EliminationRolledBack') && here(to)
    const named = stand.findLast(({ type }) => isRecognition(type) || type === 'ClassReassigned')?.what
    const one = (name: string, holds: boolean) => (told[name] = (told[name] ?? 0) + Number(holds))
    one(
      'recognised',
      inPeriod.some(({ type }) => isRecognition(type)),
    )
    one('monitored', monitored)
    one('monitored.marginal', monitored && named === 'marginal')
    one('eliminated', turn?.type === 'RiskEliminated')
    one('eliminated.natural', turn?.type === 'RiskEliminated' && turn.what === 'natural')
    one(
      'rolledBack',
      inPeriod.some(({ type }) => type === 'EliminationRolledBack'),
    )
  }
  return told
}

function isRecognition(type: string | undefined): boolean {
  return type === 'HouseholdRecognised' || type === 'RiskReMarked'
}

function isPlace({ type }: Word): boolean {
  return type === 'HouseholdRegistered' || type === 'HouseholdMoved'
}

function wordOf(id: string, type: string, data: Record<string, unknown>, born: string, position: bigint): Word {
  const said = data as {
    occurredOn: string
    household: string
    round?: number
    class?: string
    way?: string
    is?: { class: string }
    to?: string
    reverses?: string
  }
  return {
    ...{ id, type, position, on: said.occurredOn, household: said.household, round: said.round ?? 0, reverses: said.reverses ?? '' },
    what: said.class ?? said.is?.class ?? said.way ?? '',
    village: said.to ?? born,
  }
}

it('given any lives of households, days, place and instant, then the figures of monitoring are those counted from the events one by one', async () => {
  const seen: Record<string, number> = {}
  await fc.assert(
    fc.asyncProperty(lives, fc.array(question, { minLength: 4, maxLength: 4 }), async (commands, asked) => {
      const events = openMemoryStore()
      const rows = openSqliteRows(':memory:')
      await createImporter({ store: events, aggregates }).import(commands)
      const models = [contributions, publishedFigures, divisionSuccession]
      await new Projector({ events, rows, models, owner: 'test', today: () => '2021-12-31' }).catchUp()
      const log = await logOf(commands)
      for (const one of asked) {
        const expected = counted(log, one)
        const told = new Map((await figures(rows, one)).map(({ indicator, value }) => [indicator, value]))
        expect(Object.fromEntries(Object.keys(expected).map((name) => [name, told.get(`monitoring.${name}`)]))).toEqual(expected)
        for (const [name, value] of Object.entries(expected)) if (value > 0) seen[name] = (seen[name] ?? 0) + 1
      }
      await rows.close()
    }),
    { numRuns: 150 },
  )
  for (const name of ['recognised', 'monitored', 'monitored.marginal', 'eliminated', 'eliminated.natural', 'rolledBack']) {
    expect({ name, enough: (seen[name] ?? 0) >= 20 }).toEqual({ name, enough: true })
  }
})
