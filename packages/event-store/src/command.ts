import { hash } from 'node:crypto'
import {
  ActorId,
  type Aggregate,
  type CommandDefinition,
  holdsKnownNumber,
  holdsPersonalNumber,
  PERSONAL_NUMBER,
  quotable,
  refuse,
  type Text,
  words,
} from '@rural-tracker/domain'
import type { Expected, Position, Revision } from './port.ts'

/** Who asks for something, and under which id: the same id with the same body is answered like the first time. */
export type CommandEnvelope = Readonly<{
  commandId: string
  actor: string
  /** Where it comes from: `cli`, `api`, `import:<name>`. Only an import may say when it was known. */
  source: string
  /** A UTC instant, not later than now; imports only. */
  knownAt?: string
  correlationId?: string
  causationId?: string
}>
export type Command = Readonly<{ type: string; data: unknown }> & CommandEnvelope

export type EventRef = Readonly<{ id: string; type: string; revision: Revision }>

/** `revision` is the stream's last one (`no_stream`: it is not there), where the caller expected another. */
export type Refused = Readonly<{ ok: false; refused: string; message: Text; revision?: Revision | 'no_stream' }>
/** What a caller has seen of the command's stream before it decided to send it. */
export type Expectation = Readonly<{ expected?: Expected }>
/** The last revision of a stream as a decision has it, -1 where it is not there; undefined for one that the decision does not look at. */
export type DecidedOn = (stream: string) => number | undefined
/** Whether the one who gave a command may have it decided on this state: asked before every decision, also one that is made anew after a race. */
export type Admission = Readonly<{ admit?: (on: DecidedOn) => Promise<Refused | undefined> }>
/** Who has read the log up to `position` has seen the events. There is none where nothing was to be written. */
export type CommandDone = Readonly<{ ok: true; stream: string; events: readonly EventRef[]; position: Position | undefined; repeated: boolean }>
export type CommandOutcome = CommandDone | Refused

/** Any aggregate: the list of a program's aggregates mixes states that have nothing in common. */
// oxlint-disable-next-line typescript/no-explicit-any -- a state is only ever given back to the aggregate it came from
export type AnyAggregate = Aggregate<any, CommandDefinition<any, any, any>>

export function refused(code: string, zh: string, en: string): Refused {
  return { ok: false, ...refuse(code, zh, en) }
}

export function malformed(type: string, faults: string): Refused {
  const zh = `命令 ${type} 的格式不对（${faults}）；请改正这些字段后重试。`
  const en = `The command ${type} is malformed (${faults}); correct these fields and repeat.`
  if (!faults.includes(PERSONAL_NUMBER)) return refused('command.malformed', zh, en)
  return refused(
    'command.malformed',
    `${zh}${PERSONAL_NUMBER}：可能是证件号码、电话或账号，只登记在人员登记簿，此处请填编号；银行流水号请用小数点分段。`,
    `${en} ${PERSONAL_NUMBER}: this may be an ID number, a phone or an account, which only the persons register holds; write an id here, and a bank's long reference in groups with dots.`,
  )
}

export function conflict(stream: string): Refused {
  return refused(
    'command.conflict',
    `流 ${quotable(stream)} 正被他人同时改动，本命令未写入；请稍后用同一编号重试。`,
    `The stream ${quotable(stream)} kept changing and this command wrote nothing; repeat it with the same id.`,
  )
}

export function unexpected(stream: string, revision: Revision | 'no_stream'): Refused {
  const [zh, en] = revision === 'no_stream' ? ['尚不存在', 'is not there'] : [`现为第 ${revision} 号`, `stands at revision ${revision}`]
  return {
    ...refused(
      'command.unexpected-revision',
      `流 ${quotable(stream)} ${zh}，与所期望的不同，本命令未写入；请查看新内容后再决定。`,
      `The stream ${quotable(stream)} ${en}, not as expected, and this command wrote nothing; look at what is new and decide again.`,
    ),
    revision,
  }
}

const KEYS = new Set(['type', 'data', 'commandId', 'actor', 'source', 'knownAt', 'correlationId', 'causationId'])
const ID = /^[\w.:/#@+=-]{1,200}$/
const SOURCE = /^[a-z][\w.:/-]{0,119}$/

/** The fields of the envelope that are wrong, by name and kind, never by value; undefined when all is well. */
export function envelopeFaults(command: unknown): string | undefined {
  if (typeof command !== 'object' || command === null || Array.isArray(command)) return 'command: invalid_type'
  const given = command as Record<string, unknown>
  const faults: string[] = []
  const needs = (field: string, shape: RegExp, personal = holdsKnownNumber) => {
    const value = given[field]
    if (typeof value !== 'string') faults.push(`${field}: invalid_type`)
    else if (!shape.test(value)) faults.push(`${field}: invalid_format`)
    else if (personal(value)) faults.push(`${field}: ${PERSONAL_NUMBER}`)
  }
  needs('type', /^\w{1,100}$/)
  needs('commandId', ID)
  needs('source', SOURCE, holdsPersonalNumber)
  if (!ActorId.safeParse(given['actor']).success) faults.push('actor: invalid_format')
  if (given['correlationId'] !== undefined) needs('correlationId', ID)
  if (given['causationId'] !== undefined) needs('causationId', ID)
  if (given['knownAt'] !== undefined && instant(given['knownAt']) === undefined) faults.push('knownAt: invalid_format')
  if (!Object.keys(given).every((key) => KEYS.has(key))) faults.push('command: unrecognized_keys')
  return faults.length ? faults.join('; ') : undefined
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** It is asked of each command more than once, and in an import much became known at one instant. */
let lately: Readonly<{ value: unknown; at: string | undefined }> = { value: undefined, at: undefined }

/** An ISO instant as UTC with milliseconds, the form in which instants of the log are compared as text. */
export function instant(value: unknown): string | undefined {
  if (lately.value === value) return lately.at
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined
  const date = new Date(value)
  const at = Number.isNaN(date.getTime()) ? undefined : date.toISOString()
  lately = { value, at }
  return at
}

/** What tells two commands with one id apart: type and data as they were sent, whatever the order of their keys. */
export function commandHash(command: Pick<Command, 'type' | 'data'>): string {
  return hash('sha256', `{"data":${words(command.data)},"type":${JSON.stringify(command.type)}}`, 'base64url')
}
