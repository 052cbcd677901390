export { type AlertMessages, alertMessages } from './messages.ts'
export { buildPage, type PageParts } from './page-app.ts'
export { type AlertsHow, pageUntil, serveAlerts } from './serve.ts'
export { type AlertsSettings, alertsSettings } from './settings.ts'
