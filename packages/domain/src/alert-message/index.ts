export { alertMessage, alertMessageStream } from './decide.ts'
export * from './events.ts'
export { type AlertMessageState, evolve as evolveAlertMessage, initial as initialAlertMessage } from './state.ts'
