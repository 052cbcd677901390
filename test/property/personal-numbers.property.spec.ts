import { aggregates, commands } from '@rural-tracker/domain'
import { openMemoryStore, previewCommands } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCommandOf } from '../../packages/domain/src/testing/commands/index.ts'

const ZHANG = { name: '张测试样', idNumber: '11010519491231002X', phone: '13900000001', account: '6228480000000000019' }
const numbers = [ZHANG.idNumber, ZHANG.phone, ZHANG.account]
const envelope = {
  commandId: 'c-1',
  actor: 'town:office',
  source: 'import:file',
  knownAt: '2020-12-31T00:00:00Z',
  correlationId: 'c-0',
  causationId: 'c-0',
}

type Path = readonly (string | number)[]

/** Where texts stand in a command, however deep. */
function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]))
}

function withText(value: unknown, [first, ...rest]: Path, change: (text: string) => string): unknown {
  if (first === undefined) return change(String(value))
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (i === first ? withText(inner, rest, change) : inner))
  const fields = value as Record<string, unknown>
  return { ...fields, [first]: withText(fields[first], rest, change) }
}

/** Typed in the place of what belongs there, after its first letter, or after more. */
const mistakes: readonly ((text: string, number: string) => string)[] = [
  (_, number) => number,
  (text, number) => `${text.slice(0, 1)}${number}`,
  (text, number) => `${text}:${number}`,
]

async function refusalsOf(command: object) {
  const { refusals, events } = await previewCommands({ store: openMemoryStore(), aggregates }, [command as never])
  return { refusals, events }
}

describe('a number of a person', () => {
  it.each([...commands.keys()])('given one in any text of %s, then it is refused, and the refusal says where and not what', async (type) => {
    await fc.assert(
      fc.asyncProperty(
        anyCommandOf([type]),
        fc.nat(),
        fc.constantFrom(...numbers),
        fc.constantFrom(...mistakes),
        async (command, n, number, mistake) => {
          const whole = { ...envelope, ...command }
          const places = textsIn(whole).filter(([first]) => first !== 'commandId' && first !== 'correlationId' && first !== 'causationId')
          const place = places[n % places.length] ?? []
          const { refusals } = await refusalsOf(withText(whole, place, (text) => mistake(text, number)) as object)
          expect(refusals).toHaveLength(1)
          expect(['command.malformed', 'command.unknown-type']).toContain(refusals[0]?.refused)
          const said = JSON.stringify(refusals)
          expect(numbers.filter((one) => said.includes(one))).toEqual([])
          if (place[0] === 'data') expect(said).toContain(place.slice(1).join('.'))
        },
      ),
      { numRuns: 40 },
    )
  })

  it.each([ZHANG.idNumber, ZHANG.phone])(
    'given %s in the id of a command, then it is refused; an account cannot be told from an id there',
    async (number) => {
      for (const field of ['commandId', 'correlationId', 'causationId']) {
        const command = { ...envelope, type: 'VisitHousehold', data: {}, [field]: `form:${number}` }
        const { refusals } = await refusalsOf(command)
        expect(refusals).toMatchObject([{ refused: 'command.malformed', message: { en: expect.stringContaining(`${field}: personal_number`) } }])
        expect(JSON.stringify(refusals)).not.toContain(number)
      }
    },
  )
})

it.each(Object.values(ZHANG))('given %s as a key of a command or of its data, then it is refused and not repeated', async (word) => {
  const data = { registeredIn: '431224105201', household: 'H00001', visitor: 'helper', occurredOn: '2020-01-01' }
  for (const command of [
    { ...envelope, type: 'VisitHousehold', data: { ...data, [word]: 1 } },
    { ...envelope, type: 'VisitHousehold', data, [word]: 1 },
  ]) {
    const { refusals } = await refusalsOf(command)
    expect(refusals).toMatchObject([{ refused: 'command.malformed' }])
    expect(JSON.stringify(refusals)).not.toContain(word)
  }
})
