import type { Command, CommandOutcome } from '@rural-tracker/event-store'
import type { DueMoment, DueWork } from './due-work.ts'
import { codeOf, dueWorkFailed, type OnProblem } from './problems.ts'

/** What the clock has asked for: `news` are the commands that had an effect. */
export type Asked = Readonly<{ name: string; commands: number; news: number; refused: number }>

/** Asks what is due and has it done. One kind of due work that fails does not stop the others. */
export async function askClock(
  dueWork: readonly DueWork[],
  moment: DueMoment,
  how: Readonly<{ execute: (command: Command) => Promise<CommandOutcome>; onProblem: OnProblem; signal: AbortSignal }>,
): Promise<readonly Asked[]> {
  const all: Asked[] = []
  for (const { name, find } of dueWork) {
    const asked = { name, commands: 0, news: 0, refused: 0 }
    all.push(asked)
    try {
      for await (const command of find(moment)) {
        if (how.signal.aborted) return all
        const outcome = await how.execute(command)
        asked.commands++
        if (!outcome.ok) {
          asked.refused++
          how.onProblem(dueWorkFailed(name, outcome.refused))
        } else if (outcome.events.length > 0 && !outcome.repeated) asked.news++
      }
    } catch (error) {
      how.onProblem(dueWorkFailed(name, codeOf(error)))
    }
  }
  return all
}
