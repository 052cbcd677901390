import { defineAggregate, defineCommand, streamName } from '../aggregate.ts'
import { isSaid } from '../said.ts'
import * as events from './events.ts'
import { evolve, type FactRecordState, initial } from './state.ts'

const command = defineCommand<FactRecordState>()

export const recordFact = command({
  type: 'RecordFact',
  kind: 'report',
  data: events.FactRecorded.schema,
  stream: ({ division, programme }) => streamName('factRecord', division, programme),
  decide: (data, state) => {
    const fact = events.FactRecorded(data)
    return isSaid(state.said, data.reference, fact) ? [] : [fact]
  },
})

/** Facts of programmes that get a life cycle of their own later. */
export const factRecord = defineAggregate({ category: 'factRecord', events: events.factRecordEvents, initial, evolve, commands: [recordFact] })
