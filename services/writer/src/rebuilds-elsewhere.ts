import type { TrackerConfig } from '@rural-tracker/tracker'
import type { WriterSettings } from './settings.ts'

const NOBODY_WAITS_MS = 30_000

/** Over Redis the projectors do what is asked for here; what that needs is loaded only then. */
export async function rebuildsElsewhere(
  { queueUrl }: Pick<TrackerConfig, 'queueUrl'>,
  { queueName }: Pick<WriterSettings, 'queueName'>,
): Promise<Pick<TrackerConfig, 'rebuildJobs'>> {
  if (queueUrl === undefined || queueUrl === 'inline:') return {}
  const { bullmqJobs } = await import('@rural-tracker/projector/rebuilds')
  return { rebuildJobs: (tracker) => bullmqJobs(tracker, { url: queueUrl, queueName, lockMs: NOBODY_WAITS_MS }) }
}
