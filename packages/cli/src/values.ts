import { dateAt, DivisionCode, formatFen, IsoDate, KeyId, quotable, RiskKind, Role, ServiceKeyRevoked } from '@rural-tracker/domain'
import { LIST_SORTS } from '@rural-tracker/tracker'
import { CliError } from './io.ts'
import { CLASSES, STATUSES } from './words.ts'

/** @throws CliError with exit 2 for what is no date. */
export function date(text: string): string {
  if (IsoDate.safeParse(text).success) return text
  throw new CliError(2, 'usage.date', `${quotable(text)} 不是日期，请写成 2020-12-31。`, `${quotable(text)} is no date; write 2020-12-31.`)
}

/** An instant with its zone, or a position. */
export function knownAt(text: string): string {
  if (/^\d{1,19}$/.test(text)) return text
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
    return new Date(text).toISOString()
  throw new CliError(
    2,
    'usage.known-at',
    `${quotable(text)} 不是时刻或位置，请写成 2020-12-31T08:00:00+08:00 或位置数字。`,
    `${quotable(text)} is no instant or position; write 2020-12-31T08:00:00+08:00 or the digits of a position.`,
  )
}

export function division(text: string): string {
  if (DivisionCode.safeParse(text).success) return text
  throw new CliError(2, 'usage.division', `${quotable(text)} 不是 12 位区划代码。`, `${quotable(text)} is no division code of 12 digits.`)
}

/** @throws CliError with exit 2: what is no id of a key may be a key itself, so nothing of it is said back. */
export function keyId(text: string): string {
  if (KeyId.safeParse(text).success) return text
  throw new CliError(2, 'usage.key', '密钥编号不对，请用 keys list 中的编号。', 'This is no id of a key; use one that keys list shows.')
}

export function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new CliError(2, 'usage.number', `${quotable(text)} 不是整数。`, `${quotable(text)} is no whole number.`)
}

/** @throws CliError with exit 2 for what is no port. */
export function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text)
  throw new CliError(2, 'usage.port', `${quotable(text)} 不是端口（0 至 65535）。`, `${quotable(text)} is no port from 0 to 65535.`)
}

/** One word of a closed list: the message names them all. */
export function oneOf(words: readonly string[], code: string): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text
    throw new CliError(2, code, `${quotable(text)} 不在可选值之中：${words.join('、')}。`, `${quotable(text)} is none of ${words.join(', ')}.`)
  }
}

export const monitoringClass = oneOf(Object.keys(CLASSES), 'usage.class')
export const status = oneOf(Object.keys(STATUSES), 'usage.status')
export const risk = oneOf(RiskKind.options, 'usage.risk')
export const role = oneOf(Role.options, 'usage.role')
export const revocation = oneOf(ServiceKeyRevoked.schema.shape.reason.options, 'usage.reason')
export const sort = oneOf(LIST_SORTS, 'usage.sort')

/** A figure for people: 元 and 万元, 公里, percent, or a count. */
export function shown(value: number, unit: string): string {
  if (unit === 'fen') return formatFen(Math.round(value))
  if (unit === 'm') return `${value / 1000}公里`
  if (unit === 'percent') return `${Number(value.toFixed(2))}%`
  if (unit === 'day') return `${Number(value.toFixed(1))} 天`
  if (unit === 'yesNo') return value > 0 ? '是' : '否'
  return String(Number(value.toFixed(4)))
}

export function today(): string {
  return dateAt(new Date().toISOString())
}
