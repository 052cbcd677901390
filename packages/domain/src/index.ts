export * from './aggregate.ts'
export * from './alert/index.ts'
export * from './alert-message/index.ts'
export { AlertDayAsked } from './alert-days/events.ts'
export * from './catalogue.ts'
export {
  About,
  DeliveryFailed,
  DeliveryFailure,
  type DeliveryEvent,
  deliveryEvents,
  DeliveryRequeued,
  DeliverySucceeded,
} from './delivery/events.ts'
export * from './event.ts'
export { factRecordEvents, FactRecorded } from './fact-record/events.ts'
export * from './household/events.ts'
export * from './indicators/index.ts'
export * from './loan/events.ts'
export * from './monitoring/index.ts'
export * from './monitoring-case/events.ts'
export * from './monitoring-case/kinds.ts'
export { nameReadingEvents, NamesRead, ReadingPurpose } from './name-reading/events.ts'
export * from './parameter/index.ts'
export * from './partnership/events.ts'
export {
  BenefitReceived,
  Breach,
  PaymentLineAdded,
  type PaymentListEvent,
  PaymentListApproved,
  paymentListEvents,
  PaymentListNoticed,
  PaymentListOpened,
  PaymentPaid,
  PaymentReleased,
  PaymentReturned,
  PaymentReversed,
  Programme,
  PROGRAMMES,
  RecoveryClaimed,
  RecoveryReason,
  RecoveryWrittenOff,
  RecoveryReturned,
} from './payment-list/events.ts'
export * from './project/events.ts'
export * from './receiver/index.ts'
export * from './report/events.ts'
export * from './seen.ts'
export { KeyId, type ServiceKeyEvent, serviceKeyEvents, ServiceKeyIssued, ServiceKeyRevoked, TokenHash } from './service-key/events.ts'
export * from './values/basis.ts'
export * from './values/calendar.ts'
export * from './values/dates.ts'
export * from './values/division.ts'
export { isIdNumber } from './values/id-number.ts'
export * from './values/ids.ts'
export * from './values/measure-kinds.ts'
export * from './values/money.ts'
export { holdsKnownNumber, holdsPersonalNumber, PERSONAL_NUMBER, personalNumbersIn } from './values/personal-number.ts'
export { quotable, UNQUOTED } from './values/quotable.ts'
export * from './values/role.ts'
export * from './values/monitoring-classes.ts'
export * from './values/working-days.ts'
export * from './village/events.ts'
export { delivery } from './delivery/decide.ts'
export type { DeliveryState } from './delivery/state.ts'
export { webhook } from './webhook/decide.ts'
export * from './webhook/events.ts'
export type { Subscription, WebhookState } from './webhook/state.ts'
export { isLoopbackHost, isWebhookUrl } from './webhook/url.ts'
export { words } from './said.ts'
