import fc from 'fast-check'
import { commandData } from '../../../packages/domain/src/testing/commands/index.ts'
import type { Flag, Line, Slot } from './every-command.ts'

/** What people type where it does not belong, and nobody may read again. */
export const PERSONAL = ['王小明', '13900000001', '11010519491231002X', '6228480000000000019'] as const

/** Something typed: as it is, or a file with this in it, or a path. */
export type Typed = Readonly<{ text: string } | { file: string | Uint8Array } | { path: string }>
export type Attack = readonly Typed[]

const text = (one: string): Typed => ({ text: one })
const weird = fc.oneof(
  fc.constantFrom(...PERSONAL),
  fc.constantFrom(...PERSONAL.map((one) => `H${one}`), ...PERSONAL.map((one) => `--${one}`), ...PERSONAL.map((one) => `${one}.rule.drop-out`)),
  fc.constantFrom('', ' ', '-1', '1e999', '99999999999999999999', '2024-02-30', '0000-00-00', '431224105299', 'H09999', '__proto__', 'constructor'),
  fc.constantFrom(
    "' or 1=1 --",
    '%',
    '{}',
    '\uffff',
    '../..',
    '\u202e',
    'ｈ００００１',
    '长'.repeat(3_000),
    'x'.repeat(50_000),
    '\n    at x (y.ts:1:1)',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((one) => !one.includes('\0')),
)

const RIGHT: Readonly<Record<string, readonly string[]>> = {
  code: ['431224105201', '431224105000'],
  date: ['2020-06-30', '2024-01-01'],
  household: ['H00001', 'H00002'],
  'household|village': ['H00001', '431224105201'],
  person: ['P00001'],
  n: ['0', '1', '3'],
  'instant|position': ['4', '2024-01-01T00:00:00+08:00'],
  name: ['monitoring_list', 'alerts'],
  claim: ['employment.started'],
  alert: ['H00001.rule.drop-out'],
  class: ['registeredPoor'],
  status: ['monitored'],
  kind: ['illness', 'deadline'],
  column: ['village', 'level'],
  stage: ['town'],
  role: ['recorder'],
  reason: ['lost', 'noRisk'],
  what: ['atRisk', 'newEvidence'],
  to: ['town', 'department'],
  types: ['RiskReported'],
  models: ['alerts'],
  id: ['helper:a', 'income-under-line'],
}
const DIRECTORIES: ReadonlySet<string> = new Set(['dir', 'url'])

const right = (name: string): fc.Arbitrary<Typed> => {
  if (name === 'file') return files.map((file) => ({ file }))
  // An address would be gone to, and a folder would be made where the tests run.
  if (DIRECTORIES.has(name)) return fc.constantFrom(...['there', 'file', 'none/there', 'data']).map((path) => ({ path }))
  return fc.constantFrom(...(RIGHT[name] ?? ['helper:a'])).map(text)
}
const wrong = (name: string): fc.Arbitrary<Typed> => {
  if (name === 'file')
    return fc.oneof(
      files.map((file) => ({ file })),
      fc.constantFrom(...PERSONAL, '.', 'none/there').map((path) => ({ path })),
    )
  if (DIRECTORIES.has(name)) return fc.constantFrom(...PERSONAL, `x`.repeat(300), 'file', 'file/below').map((path) => ({ path }))
  return weird.map(text)
}

const value = fc.oneof(
  weird,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER + 1, -0, 1e308, 0.1, null, [], {}, [[]], true),
  fc.constantFrom(...PERSONAL).map((one) => ({ [one]: one })),
)
const TYPES = Object.keys(commandData) as (keyof typeof commandData)[]

/** A line for `append`, right but for one thing, or nearly so. */
const line = fc
  .constantFrom(...TYPES)
  .chain((type) =>
    fc.tuple(fc.constant(type), commandData[type] as fc.Arbitrary<unknown>, fc.nat(), value, fc.constantFrom('replace', 'remove', 'add', 'wrap')),
  )
  .map(([type, data, at, other, how]) => {
    const fields = { ...(data as Record<string, unknown>) }
    const field = Object.keys(fields)[at % Math.max(1, Object.keys(fields).length)] ?? 'x'
    if (how === 'remove') delete fields[field]
    else if (how === 'add') fields[typeof other === 'string' && other !== '' ? other : 'more'] = other
    else fields[field] = how === 'wrap' ? [fields[field]] : other
    return { type, data: fields }
  })
const around = fc.record(
  { type: fc.oneof(fc.constantFrom(...TYPES), weird), data: value, actor: value, source: value, knownAt: value, commandId: value, v: value },
  { requiredKeys: [] },
)
const proposal = fc.record(
  {
    set: fc.array(
      fc.record(
        {
          kind: fc.oneof(fc.constantFrom('monitoringLine', 'threshold.x', 'rule.income-under-line'), weird),
          region: fc.oneof(fc.constantFrom('431224105000'), weird),
          amount: value,
          from: value,
          to: value,
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    drop: value,
    scale: fc.array(value, { maxLength: 2 }),
    more: value,
  },
  { requiredKeys: [] },
)
const inLines = (lines: fc.Arbitrary<unknown>) =>
  fc.array(lines, { minLength: 1, maxLength: 4 }).map((some) => some.map((one) => JSON.stringify(one)).join('\n'))
const deep = fc.integer({ min: 2, max: 20_000 }).map((n) => `${'{"a":['.repeat(n)}${']}'.repeat(n)}`)

/** What a file may be: JSON of a wrong shape, JSON that is none, another encoding, nothing. */
const files: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: inLines(line) },
  { weight: 2, arbitrary: inLines(around) },
  { weight: 2, arbitrary: proposal.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: inLines(value) },
  deep,
  fc.uint8Array({ maxLength: 60 }),
  inLines(line).map((some) => Buffer.from(some, 'utf16le')),
  inLines(line).map((some) => some.slice(0, -1)),
  inLines(line).map((some) => `\ufeff${some}`),
  fc.constantFrom('', '\n\n', 'null', '{"a":"\\ud800"}', '{"a":"\\u0000"}', `"${'长'.repeat(400_000)}"`),
)

function typedIn(slots: readonly Slot[], spoilt: number): fc.Arbitrary<readonly Typed[]> {
  return fc.tuple(...slots.map(({ name }, i) => (i === spoilt ? wrong(name) : right(name))))
}

/** Options: those that have to be there, and some others; one of them wrong, twice, or without its value. */
function flagsOf(flags: readonly Flag[], spoilt: Flag | undefined): fc.Arbitrary<readonly Typed[]> {
  const asked = (flag: Flag) => {
    const said =
      flag.value === undefined ? fc.constant([text(flag.long)]) : (flag === spoilt ? wrong : right)(flag.value).map((one) => [text(flag.long), one])
    return flag.required || flag === spoilt ? said : fc.oneof({ weight: 3, arbitrary: fc.constant([] as Typed[]) }, { weight: 1, arbitrary: said })
  }
  return fc.tuple(...flags.map(asked)).map((all) => all.flat())
}

/** Command lines of one command that are nearly right, and some that are nothing of the kind. */
export function attacksOn({ path, slots, flags }: Line): fc.Arbitrary<Attack> {
  const words = path.map(text)
  const places = [...slots.keys(), ...flags.filter(({ value: takes }) => takes !== undefined)]
  const near = fc.constantFrom(...(places.length > 0 ? places : [-1])).chain((spoilt) => {
    const at = typeof spoilt === 'number' ? spoilt : -1
    return fc
      .tuple(typedIn(slots, at), flagsOf(flags, typeof spoilt === 'number' ? undefined : spoilt))
      .map(([some, options]) => [...words, ...some, ...options])
  })
  const cut = near.chain((whole) => fc.integer({ min: words.length, max: whole.length }).map((end) => whole.slice(0, end)))
  const more = fc.tuple(near, fc.array(weird.map(text), { minLength: 1, maxLength: 3 })).map(([whole, others]) => [...whole, ...others])
  return fc.oneof({ weight: 6, arbitrary: near }, cut, more)
}
