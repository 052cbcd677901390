import type { TrackerConfig } from '@rural-tracker/tracker'
import { mailChannel } from './channels/mail.ts'
import { robotChannel } from './channels/robot.ts'
import { type AlertsSettings, alertsSettings } from './settings.ts'

/** How messages go out. What it needs is loaded with the first message, so that whoever sends none pays nothing. */
export function alertMessages({ mail, pageUrl, linkDays }: AlertsSettings): NonNullable<TrackerConfig['alertMessages']> {
  return { channels: { robot: robotChannel(), ...(mail ? { mail: mailChannel(mail) } : {}) }, pageUrl, linkDays }
}

/** @example openTracker({ ...configFrom('./data', process.env), ...alertMessagesFrom(process.env) }) */
export function alertMessagesFrom(env: Readonly<Record<string, string | undefined>>): Pick<TrackerConfig, 'alertMessages'> {
  return { alertMessages: alertMessages(alertsSettings(env)) }
}
