import { randomBytes } from 'node:crypto'
import { type Receiver, receiverStream } from '@rural-tracker/domain'
import type { CommandEnvelope, CommandOutcome } from '@rural-tracker/event-store'
import { alertMessageOfRow, alertMessages, receiverOfRow, receivers } from '@rural-tracker/read-models'
import { TrackerError } from '../config.ts'
import type { RowsOfModels } from '../reactions/part.ts'
import type { Address, AddressBook } from './address-book.ts'

export type ReceiverId = Readonly<{ division: string; receiver: string }>
/** A receiver, whether anybody knows where it is, and how its messages fare. */
export type ReceiverRow = Receiver & Readonly<{ hasAddress: boolean; underWay: number; delivered: number; failed: number }>

export type ReceiversTools = Readonly<{
  rowsAtHead: () => Promise<RowsOfModels>
  execute: (command: { type: string; data: object }, envelope: CommandEnvelope) => Promise<CommandOutcome>
  addresses: AddressBook
  today: () => string
}>

const MAIL = /^[^\s@<>,;"']{1,64}@[^\s@<>,;"']{1,190}$/
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Who is told of alerts. Where to is in the address book and never in the log. */
export class Receivers {
  readonly #o: ReceiversTools

  constructor(tools: ReceiversTools) {
    this.#o = tools
  }

  /** Adds a receiver, or changes what it wishes. */
  async put(receiver: Receiver, envelope: CommandEnvelope): Promise<CommandOutcome> {
    const there = (await this.list()).some(({ division, receiver: id }) => division === receiver.division && id === receiver.receiver)
    const data = { ...receiver, occurredOn: this.#o.today() }
    return this.#o.execute({ type: there ? 'ChangeReceiver' : 'AddReceiver', data }, envelope)
  }

  /** Nobody is told any more, and the address is forgotten. */
  async remove({ division, receiver }: ReceiverId, envelope: CommandEnvelope): Promise<CommandOutcome> {
    const outcome = await this.#o.execute({ type: 'RemoveReceiver', data: { division, receiver, occurredOn: this.#o.today() } }, envelope)
    if (outcome.ok) this.#o.addresses.remove(receiverStream({ division, receiver }))
    return outcome
  }

  /**
   * Notes where a receiver is reached. Who gets webhooks gets a secret too, by which the receiver knows who sends.
   *
   * @throws TrackerError when there is no such receiver, or its channel has no such addresses.
   */
  async reachAt(id: ReceiverId, address: Address): Promise<Address> {
    const is = (await this.list()).find(({ division, receiver }) => division === id.division && receiver === id.receiver)
    if (!is)
      throw new TrackerError('receiver.unknown', '没有这个接收人，请核对编号和区划。', 'There is no such receiver; check its id and its division.')
    if (is.channel === 'mail' ? !MAIL.test(address.to) : !isUrl(address.to)) {
      throw new TrackerError(
        'receiver.address-malformed',
        '地址不符合该接收人的渠道：邮件请写邮箱地址，机器人和 webhook 请写 https:// 地址。',
        'The address does not fit the channel of the receiver: write a mail address for mail, and an https:// URL for a robot or webhook.',
      )
    }
    const noted = is.channel === 'webhook' ? { ...address, secret: address.secret ?? `whsec_${randomBytes(32).toString('base64')}` } : address
    this.#o.addresses.set(receiverStream(id), noted)
    return noted
  }

  async list(): Promise<readonly ReceiverRow[]> {
    const rows = await this.#o.rowsAtHead()
    const there = (await rows.rows(receivers.table, { where: [['there', '=', 1]], order: [['key', 'asc']] })).flatMap(
      (row) => receiverOfRow(row).is ?? [],
    )
    const messages = (await rows.rows(alertMessages.table)).map(alertMessageOfRow)
    return there.map((is) => {
      const own = messages.filter(({ division, receiver }) => division === is.division && receiver === is.receiver)
      const count = (of: string) => own.filter(({ status }) => status === of).length
      const hasAddress = this.#o.addresses.get(receiverStream(is)) !== undefined
      return { ...is, hasAddress, underWay: count('under way'), delivered: count('delivered'), failed: count('failed') }
    })
  }
}

/** What goes to another machine goes enciphered. */
function isUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
}
