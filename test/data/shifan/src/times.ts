import type { Elimination, Story } from './stories.ts'
import { TARGETS } from './targets.ts'

export type Time = Readonly<{ from: string; to: string }>

/** The times in which the household is monitored, from the recognition to an elimination or on to the end. */
export function monitoredTimes(story: Story | undefined): readonly Time[] {
  if (!story) return []
  const until = (elimination: Elimination | undefined) => elimination?.steps.decided ?? TARGETS.to
  const times: Time[] = [{ from: story.recognition.decided, to: until(story.elimination) }]
  if (story.rolledBackOn) times.push({ from: story.rolledBackOn, to: until(story.eliminatedAgain) })
  if (story.reMark) times.push({ from: story.reMark.steps.decided, to: until(story.reMark.elimination) })
  return times
}
