import type { MeasureKind, RiskKind } from '@rural-tracker/domain'
import type { z } from 'zod'
import { CADRE, HELPER, MAIN, where } from './places.ts'
import type { Line } from './walk.ts'

type Help = Readonly<{ kind: MeasureKind; risks: z.infer<typeof RiskKind>[]; until?: string }>

export function measure(number: string, occurredOn: string, help: Help, household: string = MAIN): Line {
  return { actor: CADRE, type: 'StartMeasure', data: { ...where(household), measure: number, ...help, occurredOn } }
}

/** The helper comes once a month, on the 8th. */
export function visits(...months: readonly string[]): Line[] {
  return months.map(
    (month): Line => ({
      actor: HELPER,
      type: 'VisitHousehold',
      data: { ...where(MAIN), visitor: 'helper', occurredOn: `${month}-08` },
    }),
  )
}
