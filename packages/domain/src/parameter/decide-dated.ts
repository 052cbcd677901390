import { z } from 'zod'
import { type Decision, defineCommand, refuse, type Refusal, streamName, type Text } from '../aggregate.ts'
import type { EventDefinition } from '../event.ts'
import { words } from '../said.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import type { dated } from './dated.ts'
import type { ParameterKind } from './kinds.ts'
import type { Dated } from './setting.ts'
import { type ParameterState, valueKey } from './state.ts'
import { titleOf } from './titles.ts'

const command = defineCommand<ParameterState>()

type Family<SetCommand extends string, CorrectCommand extends string, Shape extends typeof dated> = Readonly<{
  kind: string
  code: string
  commands: readonly [SetCommand, CorrectCommand]
  shape: Shape
  value: z.ZodObject<Shape, z.core.$strict>
  Set: EventDefinition
  Corrected: EventDefinition
  kindOf: (is: never) => string
  fault?: (is: never) => Text | undefined
}>

/**
 * The two orders of one family. Setting refuses a day that has a value; correcting names the value by its first day and may move it,
 * but not onto another one. Neither takes a value that ends before it begins.
 */
export function datedCommands<SetCommand extends string, CorrectCommand extends string, Shape extends typeof dated>(
  family: Family<SetCommand, CorrectCommand, Shape>,
) {
  const stream = ({ region }: { region: string }) => streamName('parameter', region, family.kind)
  const set = command({
    type: family.commands[0],
    kind: 'order',
    data: z.strictObject({ region: DivisionCode, ...family.shape }),
    stream: stream as never,
    decide: (data, state) => {
      const { region, ...is } = data as Dated & { region: string }
      return decideSet(family, region, is as unknown as Dated, state)
    },
  })
  const correct = command({
    type: family.commands[1],
    kind: 'order',
    data: z.strictObject({ region: DivisionCode, corrects: IsoDate, is: family.value }),
    stream: stream as never,
    decide: (data, state) => {
      const { region, corrects, is } = data as { region: string; corrects: string; is: Dated }
      return decideCorrection(family, { region, corrects, is }, state)
    },
  })
  return [set, correct] as const
}

type AnyFamily = Pick<Family<string, string, typeof dated>, 'code' | 'Set' | 'Corrected' | 'kindOf' | 'fault'>

function decideSet(family: AnyFamily, region: string, is: Dated, state: ParameterState): Decision {
  const kind = family.kindOf(is as never) as ParameterKind
  const before = state.values[valueKey(kind, is.from)]
  if (!before) return faultOf(family, is) ?? [family.Set({ region, occurredOn: is.from, ...is })]
  return words(before.is) === words(is) ? [] : isSet(family, kind, is.from)
}

function decideCorrection(
  family: AnyFamily,
  { region, corrects, is }: { region: string; corrects: string; is: Dated },
  state: ParameterState,
): Decision {
  const kind = family.kindOf(is as never) as ParameterKind
  const before = state.values[valueKey(kind, corrects)]
  const there = state.values[valueKey(kind, is.from)]
  if (!before) return there && words(there.is) === words(is) ? [] : isNotSet(family, kind, corrects)
  if (words(before.is) === words(is)) return []
  if (there && there.id !== before.id) return isSet(family, kind, is.from)
  return faultOf(family, is) ?? [family.Corrected({ region, occurredOn: is.from, corrects: before.id, was: before.is, is })]
}

function faultOf(family: AnyFamily, is: Dated): Refusal | undefined {
  if (is.to !== undefined && is.to < is.from) {
    return refuse(
      'parameter.ends-before-it-begins',
      `截止日 ${is.to} 早于起始日 ${is.from}，请改正。`,
      `It ends on ${is.to}, before it begins on ${is.from}; correct the dates.`,
    )
  }
  const fault = family.fault?.(is as never)
  return fault && refuse('parameter.wrong-value', fault.zh, fault.en)
}

function isSet({ code }: AnyFamily, kind: ParameterKind, from: string): Refusal {
  const { zh, en } = titleOf(kind)
  return refuse(
    `parameter.${code}-set`,
    `${zh}从 ${from} 起已设定；如需改正请用更正命令。`,
    `A value from ${from} is set (${en}); correct it instead.`,
  )
}

function isNotSet({ code }: AnyFamily, kind: ParameterKind, from: string): Refusal {
  const { zh, en } = titleOf(kind)
  return refuse(
    `parameter.no-such-${code}`,
    `没有从 ${from} 起的${zh}可更正；请核对日期，或先设定。`,
    `There is no value from ${from} to correct (${en}); check the day, or set it first.`,
  )
}
