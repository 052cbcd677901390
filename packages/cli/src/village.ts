import { causeWord, regionName } from '@rural-tracker/domain'
import type { Tracker, VillageExplanation, VillageWatchRow } from '@rural-tracker/tracker'
import { atLength } from './explain.ts'
import { type Io, json, table } from './io.ts'
import { notice, warnBehind } from './show.ts'

type Asked = { asOf?: string; knownAt?: string; divisionsAsOf?: string }

/** Why the watch of a village fires, or is silent: numbers, parameters of the day, and each sign with its household. */
export async function showVillage(tracker: Tracker, village: string, asked: Asked & { rule?: string }, io: Io, asJson: boolean): Promise<void> {
  const why = await tracker.explainVillage(village, asked)
  warnBehind(why, io)
  if (asJson) return json(io, why)
  const heading = `${village} 截至 ${why.asOf}${why.knownAt ? `，按 ${why.knownAt} 时所知` : ''}：${why.households} 户`
  const rules = why.rules.flatMap((rule) => atLength({ ...rule, events: [] }))
  await io.out(`${await notice(tracker)}${[heading, ...rules, ...parameterLines(why), ...signLines(why)].join('\n')}\n`)
}

/** The villages whose watch fires. */
export async function showWatch(tracker: Tracker, asked: Asked & { division?: string }, io: Io, asJson: boolean): Promise<void> {
  const watch = await tracker.villageWatch(asked)
  warnBehind(watch, io)
  if (asJson) return json(io, watch)
  const heading = `规模性返贫风险监测 截至 ${watch.asOf}${watch.knownAt ? `，按 ${watch.knownAt} 时所知` : ''}：${watch.rows.length} 个村`
  await io.out(`${await notice(tracker)}${heading}\n${watchTable(watch.rows)}\n`)
}

/** The watch as people read it. */
export function watchTable(rows: readonly VillageWatchRow[]): string {
  return table([['村', '首个信号', '最近信号', '原因'], ...rows.map(({ village, first, last, message }) => [village, first, last, message.zh])])
}

function parameterLines({ parameters }: VillageExplanation): readonly string[] {
  return parameters.map(
    ({ title, region, from, value, basis, assumption }) =>
      `    参数 ${title.zh}：${typeof value.value === 'number' ? value.value : '已启用'}（${regionName(region).zh}，${from} 起${assumption ? '，假定' : ''}；${basis}）`,
  )
}

function signLines({ signs }: VillageExplanation): readonly string[] {
  return signs.map(
    ({ on, household, causes, event }) => `    ${on} ${household} ${causes.map((cause) => causeWord(cause).zh).join('、')}  事件 ${event}`,
  )
}
