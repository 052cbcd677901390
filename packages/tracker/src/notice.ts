import { type NoticeField, quotable, type View } from '@rural-tracker/domain'
import type { Clocks, RowStore } from '@rural-tracker/projections'
import { TrackerError } from './config.ts'
import { householdView } from './household-view.ts'

type Field = (typeof NoticeField)['options'][number]

/**
 * What the notice of an open procedure may show, and nothing else: only the fields that were ordered are there. `head` is the id of the head
 * of the household, whose name the register has.
 */
export type CaseNotice = Readonly<{
  procedure: number
  purpose: 'recognition' | 'reMark' | 'elimination'
  from: string
  to: string
  fields: readonly Field[]
  village?: string
  householdNumber?: string
  head?: string | null
  memberCount?: number
  /** Null before the county has approved a class. */
  class?: string | null
  stage?: 'recognition' | 'reMark' | 'elimination'
}>

/**
 * The last notice of the household's open procedure.
 *
 * @throws TrackerError when no procedure is open, or the open one has no notice that counts.
 */
export async function caseNotice(rows: RowStore, household: string, clocks: Clocks): Promise<CaseNotice> {
  const view = await householdView(rows, household, clocks)
  const { open } = view.case()
  const noticed = open?.counting('case.CaseNoticed').at(-1)
  if (open === undefined || noticed === undefined) {
    throw new TrackerError(
      'notice.none',
      `户 ${quotable(household)} 没有进行中程序的公示，请先发布公示。`,
      `Household ${quotable(household)} has no notice of an open procedure; publish one first.`,
    )
  }
  const { from, to } = noticed.body
  const fields = noticed.body.fields as readonly Field[]
  const shown = Object.fromEntries(fields.map((field) => FIELDS[field](household, view)))
  return { procedure: open.number, purpose: open.purpose, from, to, fields, ...shown }
}

type Shown = readonly [name: Exclude<keyof CaseNotice, 'fields'>, value: string | number | null]

const FIELDS: Readonly<Record<Field, (household: string, view: View) => Shown>> = {
  village: (_, { village }) => ['village', village],
  householdNumber: (household) => ['householdNumber', household],
  headName: (_, view) => ['head', headOf(view)],
  memberCount: (_, view) => ['memberCount', view.members().length],
  class: (_, view) => ['class', classOf(view)],
  stage: (_, view) => ['stage', view.case().open?.purpose ?? null],
}

function headOf(view: View): string | null {
  const heads = view.of('memberJoined').filter(({ body }) => body.relation === 'head' && view.isMember(body.person))
  return heads.at(-1)?.body.person ?? null
}

/** What the county has approved in this procedure; at an elimination the class of the recognition. */
function classOf(view: View): string | null {
  const { open, current } = view.case()
  if (open?.purpose === 'elimination') return current?.class ?? null
  return open?.of('case.CountyDecided').at(-1)?.body.class ?? null
}
