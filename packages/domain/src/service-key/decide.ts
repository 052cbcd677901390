import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { words } from '../said.ts'
import * as events from './events.ts'
import { evolve, initial, type ServiceKeyState } from './state.ts'

const command = defineCommand<ServiceKeyState>()
const stream = ({ division, key }: { division: string; key: string }) => streamName('serviceKey', division, key)

/** The secret is made by who gives the command and stays with who gets the key; here only its hash arrives. */
export const issueServiceKey = command({
  type: 'IssueServiceKey',
  kind: 'order',
  data: events.ServiceKeyIssued.schema,
  stream,
  decide: (data, state) => {
    if (state.as === words(data)) return []
    if (state.issued) return refuse('service-key.taken', '此密钥编号已用过，请换一个编号。', 'This key id was used before; take another one.')
    if (data.validTo !== undefined && data.validTo < data.occurredOn) {
      return refuse(
        'service-key.over',
        '密钥的截止日早于签发日，请改正截止日。',
        'The last day of the key is before its first; correct the last day.',
      )
    }
    return [events.ServiceKeyIssued(data)]
  },
})

export const revokeServiceKey = command({
  type: 'RevokeServiceKey',
  kind: 'order',
  data: events.ServiceKeyRevoked.schema,
  stream,
  decide: (data, state) => {
    if (!state.issued)
      return refuse('service-key.unknown', '没有这个密钥，请核对编号和区划。', 'There is no such key; check its id and its division.')
    return state.revokedOn === undefined ? [events.ServiceKeyRevoked(data)] : []
  },
})

export const serviceKey = defineAggregate({
  category: 'serviceKey',
  events: events.serviceKeyEvents,
  initial,
  evolve,
  commands: [issueServiceKey, revokeServiceKey],
})
