import type { TrackerConfig } from '@rural-tracker/tracker'
import { mailChannel } from './channels/mail.ts'
import { robotChannel } from './channels/robot.ts'
import { type AlertsSettings, alertsSettings } from './settings.ts'

export type AlertMessages = Readonly<{
  config: NonNullable<TrackerConfig['alertMessages']>
  /** Where the page listens: links lead there as long as nobody said where it is reached from outside. */
  listening: (url: string) => void
}>

/**
 * How messages go out. What it needs is loaded with the first message, so that whoever sends none pays nothing.
 *
 * @example openTracker({ ...configFrom('./data', process.env), alertMessages: alertMessages(alertsSettings(process.env)).config })
 */
export function alertMessages({
  mail,
  pageUrl,
  port,
  linkDays,
  messagesAMinute: ratePerMinute,
  messageRetries: retries,
}: AlertsSettings): AlertMessages {
  let page = pageUrl ?? `http://127.0.0.1:${port}/`
  const channels = { robot: robotChannel(), ...(mail ? { mail: mailChannel(mail) } : {}) }
  return {
    config: { channels, pageUrl: () => page, linkDays, ratePerMinute, ...(retries ? { retries } : {}) },
    listening: (url) => {
      if (pageUrl === undefined) page = `${url}/`
    },
  }
}

/** How messages go out as the environment says, where the page is another process. */
export function alertMessagesFrom(env: Readonly<Record<string, string | undefined>>): Pick<TrackerConfig, 'alertMessages'> {
  return { alertMessages: alertMessages(alertsSettings(env)).config }
}
