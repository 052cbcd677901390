import {
  type AlertReason,
  alertMessage as alertMessages,
  alertMessageStream,
  alert as alerts,
  type AlertState,
  alertStream,
  receiver as receivers,
  receiverStream,
} from '@rural-tracker/domain'
import type { Command, CommandOutcome, EventStore } from '@rural-tracker/event-store'
import { type AlertAct, actOn } from '../alerts/acts.ts'
import { reasonOfAlert } from '../alerts/reason.ts'
import type { RowsOfModels } from '../reactions/part.ts'
import { type Fault, faultOf } from '../service-process.ts'
import { stateOf } from '../webhooks/handler.ts'
import { type AlertLink, openLink } from './link.ts'
import { villageTitle } from './village-title.ts'

/** What a good link leads to. */
export type OpenedAlert = Readonly<{
  link: AlertLink
  alert: AlertState
  /** The title of the village, or its code. */
  village: string
  answersAs: string
  language: 'zh' | 'en'
  /** The link is of the episode that the alert is in. */
  isCurrent: boolean
  /** Why it was raised, as known then; null where nothing can be said, or cannot be said now. */
  reason: AlertReason | null
  /** What kept the village's title or the reason from being told: both come from read models, everything else from the log. */
  fault: Fault | null
}>

export type AnswerDeskTools = Readonly<{
  events: EventStore
  rows: () => RowsOfModels
  execute: (command: Command) => Promise<CommandOutcome>
  masterKey: () => Buffer
  today: () => string
}>

/** Where somebody who got a message sees one alert and answers it, by its link and nothing else. */
export class AnswerDesk {
  readonly #o: AnswerDeskTools

  constructor(tools: AnswerDeskTools) {
    this.#o = tools
  }

  /**
   * What a link leads to. It is read from the log: what was answered a moment ago is seen. Nothing is written. Read models that fail take the
   * reason away, and not the alert.
   *
   * @param now milliseconds since 1970
   */
  async open(token: string, now: number = Date.now()): Promise<OpenedAlert | 'forged' | 'expired'> {
    const { events, masterKey, rows } = this.#o
    const link = openLink(masterKey(), token, now)
    if (typeof link === 'string') return link
    const { items, division, receiver } = await stateOf(events, alertMessages, alertMessageStream(link))
    const item = items[link.item]
    const { is } = await stateOf(events, receivers, receiverStream({ division, receiver }))
    // Who is no receiver any more answers nothing any more.
    if (!item || !is) return 'expired'
    const alert = await stateOf(events, alerts, alertStream(item))
    const isCurrent = alert.episode === item.episode
    return { link, alert, answersAs: is.answersAs, language: is.language, isCurrent, ...(await fromReadModels(rows, alert)) }
  }

  /** The answer as a command like any other, under the receiver's account. The same answer by the same link on the same day has one effect. */
  async answer({ link, alert, answersAs }: OpenedAlert, act: AlertAct): Promise<CommandOutcome> {
    const { execute, today } = this.#o
    const occurredOn = today()
    const { type, ...said } = act
    const commandId = ['alert-page', link.message, link.item, type, occurredOn, ...Object.values(said)].join(':')
    return execute({ ...actOn(alert, act, occurredOn), commandId, actor: answersAs, source: 'alert-page' })
  }
}

async function fromReadModels(rows: () => RowsOfModels, alert: AlertState): Promise<Pick<OpenedAlert, 'village' | 'reason' | 'fault'>> {
  let village = alert.place
  try {
    village = await villageTitle(rows(), alert.place)
    return { village, reason: await reasonOfAlert(rows(), alert), fault: null }
  } catch (error) {
    return { village, reason: null, fault: faultOf(error) }
  }
}
