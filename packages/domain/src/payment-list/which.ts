import { refuse, streamName } from '../aggregate.ts'
import { EventId, LocalId } from '../values/ids.ts'

export const stream = ({ programme, village, period }: { programme: string; village: string; period: string }) =>
  streamName('paymentList', village, `${programme}.${period}`)

export const noSuchPayment = refuse(
  'payment-list.no-such-payment',
  '清册中没有这笔支付，请核对银行流水号。',
  'The list has no such payment; check the bank reference.',
)
export const severalPayments = refuse(
  'payment-list.several-payments',
  '该银行流水号下有多笔支付，请写明清册行号；同一行有多笔时再写明支付事件编号。',
  'Several payments have this bank reference; name the line, and the event id of the payment where one line has several.',
)

/**
 * Which payment is meant: the bank reference, and the line where one reference stands for a batch; the event id of the payment where
 * reports of one line under it differ.
 */
export const which = { bankReference: LocalId, line: LocalId.optional(), payment: EventId.optional() }
