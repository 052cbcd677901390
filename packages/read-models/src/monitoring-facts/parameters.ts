import { type ParameterFact, type MonitoringParameterEvent, settingOf } from '@rural-tracker/domain'
import type { Fact, LogEvent } from '@rural-tracker/projections'

/**
 * What one event says of the parameters that rules are held against, family by family in the same way: the kind is `kind` or `kind.key`,
 * `on` the first day in force, the body the value with its last day (null: until another begins), its basis and the mark of an
 * assumption. A correction stands in place of what it corrects, also when it moves the first day.
 *
 * @example DeadlineSet → { subject: '000000000000', kind: 'deadline.whole', on: '2021-05-01', body: { stage: 'whole', length: 15, … } }
 */
export function parameterFacts(event: LogEvent<MonitoringParameterEvent>): readonly (ParameterFact & Fact)[] {
  const { kind, region, is, corrects } = settingOf(event)
  const { from, to, basis, assumption, ...value } = is
  const fact = { subject: region, on: from, eventId: event.id, kind, body: { ...value, to: to ?? null, basis, assumption } }
  return [(corrects ? { ...fact, replaces: corrects.id } : fact) as unknown as ParameterFact & Fact]
}
