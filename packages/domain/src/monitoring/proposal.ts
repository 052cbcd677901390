import { z } from 'zod'
import type { Text } from '../aggregate.ts'
import { fieldsAtFault } from '../event.ts'
import { dated } from '../parameter/dated.ts'
import * as families from '../parameter/families.ts'
import type { MonitoringParameterKind } from '../parameter/kinds.ts'
import { THRESHOLDS } from '../parameter/threshold-names.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { monitoringRules } from './registry.ts'

/** When and where a proposal holds: `from` may be left out for the first day that is asked about, `to` for ever after. */
const when = { region: DivisionCode, from: IsoDate.optional(), to: dated.to }
/** A proposal needs no document yet. */
const ground = { basis: dated.basis.optional(), assumption: dated.assumption.optional() }

const own = <Kind extends string, Shape extends z.ZodRawShape>({ kind, shape }: { kind: Kind; shape: Shape }) => {
  const { from: _from, to: _to, basis: _basis, assumption: _assumption, ...value } = shape as unknown as typeof dated
  return z.strictObject({ kind: z.literal(kind), ...when, ...(value as unknown as Omit<Shape, keyof typeof dated>), ...ground })
}
const settable = [
  families.monitoringLine,
  families.deadline,
  families.threshold,
  families.requiredMeasures,
  families.visitRhythm,
  families.workingCalendar,
  families.classScheme,
  families.levelScheme,
] as const

const KnownRule = families.ruleAdoption.shape.rule.refine((id) => monitoringRules.some((rule) => rule.id === id), {
  params: { fault: 'no such rule' },
})

const Percent = z.int().min(1).max(1_000)
/** A month of the year or an age is no amount. */
const ScalableThreshold = z.string().refine((name) => SCALABLE.has(name), { params: { fault: 'no threshold that can be scaled' } })
const SCALABLE: ReadonlySet<string> = new Set(
  Object.entries(THRESHOLDS).flatMap(([name, { unit }]) => (unit === 'month' || unit === 'year' ? [] : [name])),
)

/** The file of a proposal. */
const Proposal = z.strictObject({
  title: z.string().min(1).max(120).optional(),
  set: z
    .array(
      z.discriminatedUnion('kind', [
        own(families.monitoringLine),
        own(families.deadline),
        own(families.threshold),
        own(families.requiredMeasures),
        own(families.visitRhythm),
        own(families.workingCalendar),
        own(families.classScheme),
        own(families.levelScheme),
      ]),
    )
    .max(200)
    .default([]),
  adopt: z
    .array(z.strictObject({ ...when, ...own(families.ruleAdoption).omit({ kind: true }).shape, rule: KnownRule }))
    .max(100)
    .default([]),
  drop: z
    .array(z.strictObject({ ...when, rule: KnownRule }))
    .max(100)
    .default([]),
  scale: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('monitoringLine'), ...when, percent: Percent }),
        z.strictObject({ kind: z.literal('threshold'), name: ScalableThreshold, ...when, percent: Percent }),
      ]),
    )
    .max(100)
    .default([]),
})

/**
 * One parameter that would have been another one on its days (`to` null: for ever after). `set`: this value in place of the one that the region
 * had set; `drop`: none, the rule is not adopted; `scale`: so many percent of whatever was in force inside the region, whoever set it.
 */
export type ProposedParameter = Readonly<{ kind: MonitoringParameterKind; region: DivisionCode; from: IsoDate; to: IsoDate | null }> &
  (
    | Readonly<{
        does: 'set'
        /** What a parameter of the kind holds besides its days, as `ParameterFact` has it. */
        value: Readonly<Record<string, unknown>>
      }>
    | Readonly<{ does: 'drop' }>
    | Readonly<{ does: 'scale'; percent: number }>
  )

/** What is wrong with a proposal. `field` is where: `set.0.amount`. */
export type ProposalFault = Readonly<{ code: string; field: string; text: Text }>

/**
 * Reads a proposed line, threshold or rule set. It has the shapes of the parameters' own families, strict to the field: what is set has its
 * `kind`, a rule is adopted or dropped by its id, a line or a threshold may be scaled. What is set counts as known from its first day on; what is
 * scaled is known when what it scales is.
 *
 * @param firstDay the first day of what does not say from when.
 * @example
 * readProposal({ scale: [{ kind: 'monitoringLine', region: '430000000000', percent: 110 }], drop: [{ rule: 'drop-out', region: '430000000000' }] }, '2025-01-01')
 * // [{ kind: 'rule.drop-out', region: '430000000000', from: '2025-01-01', to: null, does: 'drop' },
 * //  { kind: 'monitoringLine', region: '430000000000', from: '2025-01-01', to: null, does: 'scale', percent: 110 }]
 */
export function readProposal(given: unknown, firstDay: IsoDate): readonly ProposedParameter[] | ProposalFault {
  const parsed = Proposal.safeParse(given)
  if (!parsed.success) {
    const fields = fieldsAtFault(parsed.error)
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    return fault(
      'proposal.malformed',
      field,
      `方案文件有误（${fields}），请按参数的格式填写。`,
      `The proposal is wrong (${fields}); write it in the shape of the parameters.`,
    )
  }
  const { set, adopt, drop, scale } = parsed.data
  const found: { field: string; proposed: ProposedParameter }[] = []
  for (const [i, one] of set.entries()) {
    const family = settable.find(({ kind }) => kind === one.kind)
    if (family === undefined) throw new Error(`${one.kind} belongs to no family of parameters`)
    const { kind: _, ...said } = one
    const wrong = 'fault' in family ? family.fault?.(said as never) : undefined
    if (wrong) return fault('proposal.wrong-value', `set.${i}`, `set.${i}：${wrong.zh}`, `set.${i}: ${wrong.en}`)
    found.push({ field: `set.${i}`, proposed: setTo(family.kindOf(said as never), said, firstDay) })
  }
  for (const [i, one] of adopt.entries()) {
    found.push({ field: `adopt.${i}`, proposed: setTo(families.ruleAdoption.kindOf(one as never), one, firstDay) })
  }
  for (const [i, { rule, ...said }] of drop.entries()) {
    if (monitoringRules.find(({ id }) => id === rule)?.always) {
      return fault(
        'proposal.always',
        `drop.${i}.rule`,
        `drop.${i}.rule：规则 ${rule} 无需启用即适用，不能取消；请改为设定它所依据的参数。`,
        `drop.${i}.rule: the rule ${rule} applies without being adopted and cannot be dropped; set the parameter that it goes by instead.`,
      )
    }
    found.push({ field: `drop.${i}`, proposed: { ...daysOf(`rule.${rule}`, said, firstDay), does: 'drop' } })
  }
  for (const [i, one] of scale.entries()) {
    const kind = one.kind === 'threshold' ? `threshold.${one.name}` : one.kind
    found.push({ field: `scale.${i}`, proposed: { ...daysOf(kind, one, firstDay), does: 'scale', percent: one.percent } })
  }
  return faultAmong(found) ?? found.map(({ proposed }) => proposed)
}

type Days = Readonly<{ region: string; from?: string | undefined; to?: string | undefined }>
type Said = Days & Readonly<{ basis?: string | undefined; assumption?: boolean | undefined }>

function setTo(kind: string, said: Said, firstDay: IsoDate): ProposedParameter {
  const { region: _region, from: _from, to = null, basis = 'proposed', assumption = true, ...value } = said
  return { ...daysOf(kind, said, firstDay), does: 'set', value: { ...value, to, basis, assumption } }
}

function daysOf(kind: string, { region, from, to }: Days, firstDay: IsoDate) {
  return { kind: kind as MonitoringParameterKind, region, from: from ?? firstDay, to: to ?? null }
}

function faultAmong(found: readonly Readonly<{ field: string; proposed: ProposedParameter }>[]): ProposalFault | undefined {
  if (found.length === 0)
    return fault(
      'proposal.empty',
      '',
      '方案为空，请在 set、adopt、drop 或 scale 中至少写一项。',
      'The proposal is empty; write at least one entry in set, adopt, drop or scale.',
    )
  for (const [i, { field, proposed }] of found.entries()) {
    if (proposed.to !== null && proposed.to < proposed.from)
      return fault(
        'proposal.ends-before-it-begins',
        `${field}.to`,
        `${field}.to：早于起始日，请改正。`,
        `${field}.to: it ends before it begins; correct the days.`,
      )
    const other = found.slice(0, i).find((earlier) => meet(earlier.proposed, proposed))
    if (other)
      return fault(
        'proposal.twice',
        field,
        `${field} 与 ${other.field} 是同一地区同一参数，日期重叠；请只留一项。`,
        `${field} and ${other.field} speak of the same parameter of one region on the same days; keep one of them.`,
      )
  }
  return undefined
}

function meet(a: ProposedParameter, b: ProposedParameter): boolean {
  return a.kind === b.kind && a.region === b.region && (a.to === null || a.to >= b.from) && (b.to === null || b.to >= a.from)
}

function fault(code: string, field: string, zh: string, en: string): ProposalFault {
  return { code, field, text: { zh, en } }
}
