import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { isSaid } from '../said.ts'
import * as events from './events.ts'
import { evolve, initial, type NameReadingState } from './state.ts'

const command = defineCommand<NameReadingState>()

export const readNames = command({
  type: 'ReadNames',
  kind: 'report',
  data: events.NamesRead.schema,
  // One stream a reader and day: none grows for ever. A hyphen would end a part of the stream's name.
  stream: ({ division, reader, occurredOn }) =>
    streamName('nameReading', division, `${reader.replaceAll('-', '~')}.${occurredOn.replaceAll('-', '')}`),
  decide: (data, state, actor) => {
    if (data.reader !== actor) {
      return refuse('name-reading.other-reader', '只能登记自己的查阅，请核对查阅人。', 'A reading is told by who reads; check the reader.')
    }
    const reading = events.NamesRead(data)
    return isSaid(state.said, data.reading, reading) ? [] : [reading]
  },
})

/** Who read which names of the persons register, and what for. */
export const nameReading = defineAggregate({ category: 'nameReading', events: events.nameReadingEvents, initial, evolve, commands: [readNames] })
