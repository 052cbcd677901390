import { eventIdOf } from '@rural-tracker/event-store'
import { program } from '../../../packages/cli/src/main.ts'
import { Progress } from '../../../packages/cli/src/progress.ts'

type Command = ReturnType<typeof program>

/** What is typed in a place: `name` as the help has it, `date` in `--from <date>`. */
export type Slot = Readonly<{ name: string; required: boolean; variadic: boolean }>
export type Flag = Readonly<{ long: string; value: string | undefined; required: boolean }>
/** One command line, as the program itself describes it. */
export type Line = Readonly<{ path: readonly string[]; slots: readonly Slot[]; flags: readonly Flag[] }>

/** Every command that the program knows: a new one is here by itself. */
export function everyCommand(): readonly Line[] {
  const silent = { out: () => {}, err: () => {}, terminal: false }
  return below(program({ eventId: eventIdOf, io: silent }, new Progress(silent)), [])
}

/** A command takes of the options above it those that it declares itself. */
function below(command: Command, path: readonly string[]): readonly Line[] {
  const own = command.options.map(({ long, flags, mandatory }) => ({
    long: long ?? flags,
    value: /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1],
    required: mandatory,
  }))
  const flags = own.filter(({ long }) => long !== '--json' && long !== '--data')
  const slots = command.registeredArguments.map((slot) => ({ name: slot.name(), required: slot.required, variadic: slot.variadic }))
  const here = path.length === 0 ? [] : [{ path, slots, flags }]
  return [...here, ...command.commands.flatMap((one) => below(one, [...path, one.name()]))]
}
