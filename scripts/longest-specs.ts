/**
 * The spec files that take a quarter of a minute and more, the longest first; one that waits for another process stands beside one that
 * computes. A fresh clone has no durations of an earlier run, and the size of a file says little: what is begun last and takes long is
 * waited for by everything else.
 */
export const LONGEST: readonly string[] = [
  'test/e2e/demo.e2e.spec.ts',
  'test/faults/township/township.int.spec.ts',
  'test/e2e/demo-killed.e2e.spec.ts',
  'test/property/laws.property.spec.ts',
  'test/faults/alerts-kill.int.spec.ts',
  'test/property/idempotency.property.spec.ts',
  'test/e2e/names-and-numbers.e2e.spec.ts',
  'test/house/consumer.e2e.spec.ts',
  'test/e2e/alerts.e2e.spec.ts',
  'test/e2e/left-out.e2e.spec.ts',
  'test/property/laws-postgres.property.spec.ts',
  'test/faults/reactions-kill.int.spec.ts',
  'test/property/policy-replay.property.spec.ts',
  'test/alerts/messages.int.spec.ts',
  'test/e2e/append.e2e.spec.ts',
  'test/faults/event-store-kill.int.spec.ts',
  'test/faults/projectors-share.int.spec.ts',
  'test/e2e/backup-under-load.e2e.spec.ts',
  'test/e2e/alert-story.e2e.spec.ts',
  'test/e2e/cli.e2e.spec.ts',
  'test/house/direction.int.spec.ts',
  'test/e2e/monitoring.e2e.spec.ts',
  'test/property/rules.property.spec.ts',
  'test/property/alerts.property.spec.ts',
  'test/property/shifan-rules.int.spec.ts',
  'test/contract/read-models-postgres.int.spec.ts',
  'test/property/rules-faults.property.spec.ts',
  'test/data/shifan/src/shifan.int.spec.ts',
]
