export { receiver, receiverStream } from './decide.ts'
export * from './events.ts'
export { evolve as evolveReceiver, initial as initialReceiver, type Receiver, type ReceiverState } from './state.ts'
