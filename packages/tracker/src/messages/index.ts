import type { ReactionPart } from '../reactions/part.ts'
import { messagesDue } from './due-messages.ts'
import type { ReactionsConfig } from '../config.ts'
import { messageHandler, messagesMade, type SendingHow } from './handler.ts'
import { webhookChannel } from './webhook-channel.ts'

export { type Address, AddressBook } from './address-book.ts'
export { AnswerDesk, type OpenedAlert } from './answer-desk.ts'
export type { MessageChannel, Sent } from './channel.ts'
export type { SendingHow } from './handler.ts'
export { type ReceiverId, type ReceiverRow, Receivers } from './receivers.ts'
export type { Letter, LetterItem } from './letter.ts'

/** Messages of alerts: who is to be told what and when, and the sending. */
export function messagesPart(how: SendingHow, { webhooksReachPrivate = false }: Pick<ReactionsConfig, 'webhooksReachPrivate'>): ReactionPart {
  const channels = { webhook: webhookChannel(webhooksReachPrivate), ...how.channels }
  return (tools) => ({
    reactions: [messagesMade],
    handlers: [messageHandler(tools, { ...how, channels })],
    dueWork: [messagesDue(tools, how.addresses)],
    close: () => {
      for (const channel of Object.values(channels)) channel.close?.()
    },
  })
}
