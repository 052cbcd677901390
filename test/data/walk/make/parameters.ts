import { readFileSync } from 'node:fs'
import type { AnyCommand } from '@rural-tracker/domain'
import { CADRE, COUNTY, COUNTY_OFFICE, TOWN, TOWNSHIP, VILLAGE } from './places.ts'
import type { Line, Walk } from './walk.ts'

/** What the tracker ships for the nation, the county of the walk sets for itself, with its sources: no other place sees it. */
const SHIPPED = ['calendar', 'schemes', 'thresholds', 'thresholds-assumed', 'deadlines', 'measures', 'visits', 'rules'] as const
const NATION = '000000000000'

/** Nobody has set a line for 2026. */
const LINES = [
  { from: '2023-01-01', to: '2024-03-13', amount: 750_000 },
  { from: '2024-03-14', to: '2025-12-31', amount: 880_000 },
]

export function parameters(walk: Walk): void {
  walk.passes(
    'parameters',
    village(TOWNSHIP, 'township', '示例镇', TOWN),
    village(VILLAGE, 'village', '示例四村', CADRE),
    ...LINES.map(
      (line): Line => ({
        actor: COUNTY_OFFICE,
        type: 'SetMonitoringLine',
        data: { region: COUNTY, ...line, basis: '虚构示例', assumption: true },
      }),
    ),
    ...SHIPPED.flatMap(shipped),
  )
}

function village(code: string, level: 'township' | 'village', title: string, actor: string): Line {
  return { actor, type: 'RegisterVillage', data: { village: code, level, title, poverty: 'none', occurredOn: '2019-01-01' } }
}

function shipped(name: string): Line[] {
  const text = readFileSync(new URL(`../../../../packages/domain/parameters/${name}.ndjson`, import.meta.url), 'utf8')
  const all = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AnyCommand & { data: { region: string } })
  return all
    .filter(({ data }) => data.region === NATION)
    .map(({ type, data }) => ({ actor: COUNTY_OFFICE, type, data: { ...data, region: COUNTY } }) as Line)
}
