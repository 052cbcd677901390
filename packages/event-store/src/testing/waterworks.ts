import { Basis, defineAggregate, defineCommand, defineEvent, Fen, LocalId, refuse, type Seen, streamName } from '@rural-tracker/domain'
import type { Command } from '../command.ts'

const VILLAGE = '431224105201'
/** A strict object without fields yet: who takes this test kit need not have zod. */
const fields = Basis.pick({})
const SpringRose = defineEvent('SpringRose', fields.extend({ spring: LocalId, by: Fen }))
const WellDug = defineEvent('WellDug', fields.extend({ well: LocalId, spring: LocalId }))
const WellFilled = defineEvent('WellFilled', fields.extend({ well: LocalId, basis: Basis.optional() }))
const PumpRan = defineEvent('PumpRan', fields.extend({ pump: LocalId, well: LocalId, litres: Fen, basis: Basis.array() }))

export const springStream = (spring: string) => streamName('spring', VILLAGE, spring)
export const wellStream = (well: string) => streamName('well', VILLAGE, well)
export const pumpStream = (pump: string) => streamName('pump', VILLAGE, pump)

type Spring = { level: number; last: string | undefined }
const spring = defineAggregate({
  category: 'spring',
  events: [SpringRose],
  initial: { level: 0, last: undefined } as Spring,
  evolve: ({ level }, event, { id }): Spring => ({ level: level + event.data.by, last: id }),
  commands: [
    defineCommand<Spring>()({
      type: 'RaiseSpring',
      kind: 'report',
      data: fields.extend({ spring: LocalId, by: Fen }),
      stream: (data) => springStream(data.spring),
      decide: (data) => [SpringRose(data)],
    }),
  ],
})

type Well = { spring: string | undefined; dug: string | undefined }
const well = defineAggregate({
  category: 'well',
  events: [WellDug, WellFilled],
  initial: { spring: undefined, dug: undefined } as Well,
  evolve: (_state, event, { id }): Well =>
    event.type === 'WellDug' ? { spring: event.data.spring, dug: id } : { spring: undefined, dug: undefined },
  commands: [
    defineCommand<Well>()({
      type: 'DigWell',
      kind: 'order',
      data: fields.extend({ well: LocalId, spring: LocalId }),
      stream: (data) => wellStream(data.well),
      decide: (data, state) => (state.spring ? refuse('well.dug', '此井已开挖。', 'The well is already dug.') : [WellDug(data)]),
    }),
    defineCommand<Well>()({
      type: 'FillWell',
      kind: 'order',
      data: fields.extend({ well: LocalId, pump: LocalId }),
      stream: (data) => wellStream(data.well),
      reads: ({ pump: id }) => [pumpStream(id)],
      decide: ({ well: id, pump: at }, state, _actor, seen) => {
        if (!state.spring) return []
        const { runs, last } = stateIn<Pump>(seen, pumpStream(at))
        if (runs % 2) return refuse('well.pumped', '水泵正在抽水。', 'A pump is running on the well.')
        return [WellFilled({ well: id, ...(last ? { basis: basisIn(seen, pumpStream(at), last) } : {}) })]
      },
    }),
  ],
})

type Pump = { runs: number; last: string | undefined }
const pump = defineAggregate({
  category: 'pump',
  events: [PumpRan],
  initial: { runs: 0, last: undefined } as Pump,
  evolve: ({ runs }, _event, { id }): Pump => ({ runs: runs + 1, last: id }),
  commands: [
    defineCommand<Pump>()({
      type: 'RunPump',
      kind: 'order',
      data: fields.extend({ pump: LocalId, well: LocalId }),
      stream: (data) => pumpStream(data.pump),
      reads: ({ well: at }, seen) => {
        const from = (seen(wellStream(at))?.state as Well | undefined)?.spring
        return from ? [wellStream(at), springStream(from)] : [wellStream(at)]
      },
      decide: ({ pump: id, well: at }, _state, _actor, seen) => {
        const { spring: from, dug } = stateIn<Well>(seen, wellStream(at))
        if (!from || !dug) return refuse('pump.no-well', '没有这口井。', 'There is no such well.')
        const { level, last } = stateIn<Spring>(seen, springStream(from))
        if (level <= 0 || !last) return refuse('pump.dry', '水源已干。', 'The spring is dry.')
        const basis = [basisIn(seen, wellStream(at), dug), basisIn(seen, springStream(from), last)]
        return [PumpRan({ pump: id, well: at, litres: level, basis })]
      },
    }),
  ],
})

function stateIn<State>(seen: Seen, stream: string): State {
  const there = seen(stream)
  if (!there) throw new Error(`${stream} was not read`)
  return there.state as State
}
function basisIn(seen: Seen, stream: string, ...events: string[]): Basis {
  return { stream, revision: seen(stream)?.revision ?? -1, events }
}

/** Three aggregates of which one looks at the others: a pump runs on a well, the well on a spring. And a well is not filled under a running pump. */
export const waterworks = [spring, well, pump]

const command = (type: string, data: unknown, commandId: string): Command => ({ type, data, commandId, actor: 'clerk:a', source: 'import:test' })
export const raise = (id: string, of: string, by: number) => command('RaiseSpring', { spring: of, by }, id)
export const dig = (id: string, at: string, from: string) => command('DigWell', { well: at, spring: from }, id)
export const fill = (id: string, at: string, under: string) => command('FillWell', { well: at, pump: under }, id)
export const run = (id: string, which: string, at: string) => command('RunPump', { pump: which, well: at }, id)
