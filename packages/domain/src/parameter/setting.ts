import type { Json } from '../event.ts'
import type { ParameterEvent } from './events.ts'
import { families } from './families.ts'
import type { ParameterKind } from './kinds.ts'

/** A value with its dates, whatever its family. */
export type Dated = Readonly<{ from: string; to?: string | undefined; basis: string; assumption?: boolean }> &
  Readonly<Record<string, Json | undefined>>

/** What one event says of one parameter; with `corrects`, in place of what that event set from the day `was.from`. */
export type Setting = Readonly<{ kind: ParameterKind; region: string; is: Dated; corrects?: Readonly<{ id: string; from: string }> }>

type Family = Readonly<{ Set: { type: string }; Corrected: { type: string }; kindOf: (is: never) => string }>
const familyBySet = new Map<string, Family>(families.map((family) => [family.Set.type, family]))
const familyByCorrected = new Map<string, Family>(families.map((family) => [family.Corrected.type, family]))

/** One reading of every parameter event, for the fold, for the facts of a list, and for whoever asks what was set. */
export function settingOf(event: ParameterEvent): Setting {
  if (event.type === 'TariffSet') {
    const { region, programme, occurredOn: from, amount, basis } = event.data
    return { kind: `tariff.${programme}`, region, is: { from, amount, basis } }
  }
  if (event.type === 'TariffCorrected') {
    const { region, programme, corrects, was, is } = event.data
    return { kind: `tariff.${programme}`, region, is, corrects: { id: corrects, from: was.from } }
  }
  if ('corrects' in event.data) {
    const { region, corrects, was, is } = event.data
    return { kind: kindOf(familyByCorrected, event.type, is), region, is: is as Dated, corrects: { id: corrects, from: was.from } }
  }
  const { region, occurredOn: _, ...is } = event.data
  return { kind: kindOf(familyBySet, event.type, is), region, is: is as Dated }
}

function kindOf(by: ReadonlyMap<string, Family>, type: string, is: unknown): ParameterKind {
  const family = by.get(type)
  if (!family) throw new Error(`${type} belongs to no family of parameters`)
  return family.kindOf(is as never) as ParameterKind
}
