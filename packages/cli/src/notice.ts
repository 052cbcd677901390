import type { CaseNotice, Tracker } from '@rural-tracker/tracker'
import { type Io, json } from './io.ts'
import { notice, warnBehind } from './show.ts'
import { CLASSES } from './words.ts'

const STAGES: Readonly<Record<CaseNotice['purpose'], string>> = {
  recognition: '拟纳入监测对象',
  reMark: '拟再次纳入监测对象',
  elimination: '拟标注风险消除',
}

/**
 * The text that hangs in the village: the fields that were ordered and nothing else, so no risk, number or account can be on it. The name of
 * the head of the household is read from the register only when asked for.
 */
export async function showNotice(
  tracker: Tracker,
  household: string,
  { withNames, ...asked }: { withNames?: boolean; asOf?: string },
  io: Io,
  asJson: boolean,
): Promise<void> {
  const shown = await tracker.notice(household, asked)
  warnBehind(shown, io)
  const name = withNames && shown.head ? nameOf(tracker, shown.head) : undefined
  if (asJson) return json(io, name === undefined ? shown : { ...shown, headName: name })
  await io.out(`${await notice(tracker)}${textOf(shown, name)}`)
}

/** An erased or unregistered person has no name here. */
function nameOf(tracker: Tracker, person: string): string | undefined {
  const record = tracker.persons.get(person)
  return record === undefined || record === 'erased' ? undefined : record.name
}

function textOf(shown: CaseNotice, name: string | undefined): string {
  const lines: Readonly<Record<CaseNotice['fields'][number], string>> = {
    village: `村：${shown.village}`,
    householdNumber: `户编号：${shown.householdNumber}`,
    headName: `户主：${name ?? '（见登记簿）'}`,
    memberCount: `家庭人口：${shown.memberCount} 人`,
    class: `类别：${shown.class ? (CLASSES[shown.class] ?? shown.class) : '待县级审定'}`,
    stage: `事项：${STAGES[shown.purpose]}`,
  }
  return [
    '公示',
    ...shown.fields.map((field) => lines[field]),
    `公示期：${shown.from} 至 ${shown.to}`,
    '对公示内容有异议的，请在公示期内向村委会反映。',
    '',
  ].join('\n')
}
