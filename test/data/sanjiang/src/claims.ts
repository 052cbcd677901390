import { readFileSync } from 'node:fs'
import { type Plan } from './plan.ts'
import { TOWNSHIP } from './places.ts'

const FILE = new URL('../../figures.csv', import.meta.url)

/** One published figure, as `test/data/figures.csv` has it. */
export type FigureRow = Readonly<
  Record<'id' | 'value' | 'unit_as_written' | 'quote' | 'indicator' | 'value_in_unit' | 'from' | 'to' | 'reason', string>
> &
  Readonly<{ kind: 'computed' | 'fact' | 'statement'; relation: '=' | '≥' | 'conflict' | 'none' }>

export function figureRows(): readonly FigureRow[] {
  const [header = [], ...rows] = parseCsv(readFileSync(FILE, 'utf8'))
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])) as FigureRow)
}

/** The report and its figures, as they were published. */
export function planClaims(plan: Plan): void {
  const here = { division: TOWNSHIP, report: 'work2021', occurredOn: '2021-08-30' }
  plan.add('2021-08-31', 'report', 'town:office', {
    type: 'PublishReport',
    data: { ...here, title: '三江镇第二届人民代表大会第一次会议政府工作报告', period: { from: '2016-01-01', to: '2020-12-31' } },
  })
  for (const row of figureRows()) {
    plan.add('2021-08-31', `claim.${row.id}`, 'town:office', {
      type: 'PublishFigure',
      data: {
        ...here,
        claim: row.id,
        kind: row.kind,
        indicator: row.indicator || null,
        value: row.value_in_unit === '' ? null : Number(row.value_in_unit),
        written: row.value,
        unit: row.unit_as_written,
        relation: row.relation,
        period: { from: row.from, to: row.to },
        reason: row.reason || null,
        quote: row.quote,
      },
    })
  }
}

/** RFC 4180, as far as one well-formed file needs it. */
function parseCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .slice(0, -1)
        .map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    )
}
