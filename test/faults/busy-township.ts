import { writeSync } from 'node:fs'
import { type Command, embeddedConfig, openTracker } from '@rural-tracker/tracker'

// A process that works as a service would: it appends and projects until its stdin ends. It prints `ready` when the history it begins with
// stands and is projected, then `ack <event id>` for each event whose command was answered. Written at once, so nothing acknowledged is unsaid.
const [folder = '', households = '0'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
const tracker = await openTracker({ ...embeddedConfig(folder), today: () => '2021-06-30' })

let stopping = false
process.stdin.on('end', () => (stopping = true)).resume()

const home = (n: number) => ({ registeredIn: `4312241052${String(1 + (n % 20)).padStart(2, '0')}`, household: `H${100_000 + n}` })
const day = (n: number) => `${2016 + (n % 5)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`

function* history(): Generator<Command> {
  for (let n = 0; n < Number(households); n++) {
    const envelope = (what: string) => ({ commandId: `${what}-${n}`, actor: 'clerk:a', source: 'import:test' })
    yield { type: 'RegisterHousehold', data: { ...home(n), kind: 'ordinary', occurredOn: '2016-01-01' }, ...envelope('register') }
    yield { type: 'VisitHousehold', data: { ...home(n), visitor: 'helper', occurredOn: day(n) }, ...envelope('visit') }
    if (n % 3 === 0) yield { type: 'ReportRisk', data: { ...home(n), risk: 'illness', occurredOn: day(n) }, ...envelope('risk') }
  }
}

async function appendUntilStopped(writer: number): Promise<void> {
  for (let n = writer; !stopping; n += 16) {
    const risk = n % 32 < 16 ? 'flood' : 'drought'
    const outcome = await tracker.execute(
      { type: 'ReportRisk', data: { ...home(n % Number(households)), risk, occurredOn: day(n) } },
      { commandId: `work-${n}`, actor: 'village:1', source: 'api' },
    )
    if (outcome.ok) for (const { id } of outcome.events) say(`ack ${id}`)
  }
}

async function projectUntilStopped(): Promise<void> {
  while (!stopping) {
    await tracker.catchUp()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

await tracker.import(history())
await tracker.catchUp()
say('ready')
await Promise.all([projectUntilStopped(), ...Array.from({ length: 16 }, (_, writer) => appendUntilStopped(writer))])
await tracker.close()
