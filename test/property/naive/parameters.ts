import type { ParameterKind, ParameterValue } from '../../../packages/domain/src/parameter/kinds.ts'
import type { StoredEvent } from '@rural-tracker/event-store'

type Dated = { from: string; to?: string }
type Standing = { region: string; kind: string; from: string; to: string | undefined; position: bigint; is: Dated }
/** The value of a kind in force on a day in the nearest region that has one. */
export type Parameters = <Kind extends ParameterKind>(kind: Kind, on: string) => ParameterValue<Kind> | undefined

const FAMILIES: Readonly<Record<string, { corrected: string; kind: (is: Record<string, unknown>) => string }>> = {
  MonitoringLineSet: { corrected: 'MonitoringLineCorrected', kind: () => 'monitoringLine' },
  DeadlineSet: { corrected: 'DeadlineCorrected', kind: ({ stage }) => `deadline.${String(stage)}` },
  ThresholdSet: { corrected: 'ThresholdCorrected', kind: ({ name }) => `threshold.${String(name)}` },
  RequiredMeasuresSet: { corrected: 'RequiredMeasuresCorrected', kind: () => 'requiredMeasures' },
  VisitRhythmSet: { corrected: 'VisitRhythmCorrected', kind: ({ group }) => `visitRhythm.${String(group)}` },
  WorkingCalendarSet: { corrected: 'WorkingCalendarCorrected', kind: ({ year }) => `workingCalendar.${String(year)}` },
  ClassSchemeSet: { corrected: 'ClassSchemeCorrected', kind: () => 'classScheme' },
  RuleAdopted: { corrected: 'RuleAdoptionCorrected', kind: ({ rule }) => `rule.${String(rule)}` },
  LevelSchemeSet: { corrected: 'LevelSchemeCorrected', kind: () => 'levelScheme' },
}

const CORRECTIONS = new Set(Object.values(FAMILIES).map(({ corrected }) => corrected))
const isCorrection = ({ type }: StoredEvent) => CORRECTIONS.has(type)

function standing(events: readonly StoredEvent[]): Standing[] {
  const corrections = new Map(events.flatMap((event) => (isCorrection(event) ? [[(event.data as { corrects: string }).corrects, event]] : [])))
  return events.flatMap((set) => {
    const family = FAMILIES[set.type]
    if (!family) return []
    // The last one told is the one that counts: a map keeps it.
    const correction = corrections.get(set.id)
    const is = (correction ? (correction.data as { is: Dated }).is : set.data) as unknown as Dated
    const { region } = set.data as { region: string }
    const { position } = correction ?? set
    return [{ region, kind: family.kind(is as Record<string, unknown> & Dated), from: is.from, to: is.to, position, is }]
  })
}

/** Village, township, county, prefecture, province, nation. */
const regionsOf = (village: string) => [12, 9, 6, 4, 2, 0].map((digits) => village.slice(0, digits).padEnd(12, '0'))

export function parametersOf(events: readonly StoredEvent[], village: string): Parameters {
  const all = Map.groupBy(standing(events), ({ region, kind }) => `${region} ${kind}`)
  return (kind, on) => {
    for (const region of regionsOf(village)) {
      const there = (all.get(`${region} ${kind}`) ?? []).filter((one) => one.from <= on && (one.to === undefined || on <= one.to))
      there.sort((a, b) => (a.from === b.from ? Number(a.position - b.position) : a.from < b.from ? -1 : 1))
      const last = there.at(-1)
      if (last) return last.is as never
    }
    return undefined
  }
}
