import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, type Checked, type Clause, defineRule, notSet } from '../rule.ts'
import { type CauseCount, causeWord, countByCause, withoutRepeats } from './causes.ts'
import type { KnownVillageFact, VillageView } from './facts.ts'

export const VILLAGE_WATCH = 'village-watch'

/** What the watch counted: households, each once, whatever the number of its signs. */
export type Watch = Readonly<{
  /** Households that live in the village on the day. */
  base: number
  households: number
  causes: readonly CauseCount[]
  /** The causes that reach a limit by themselves. */
  fired: readonly CauseCount[]
  first: string | undefined
  last: string | undefined
  /** The day from which the earliest sign counts no more. */
  over: string | undefined
  days: number
  limit: ParameterFact<'threshold.watchHouseholds'>
  percent: ParameterFact<'threshold.watchPercent'>
}>

/** Many households of one village show signs within some weeks, all together or of one cause: a flood, a fall of prices, a lay-off. */
export const villageWatch = defineRule<Watch, VillageView, KnownVillageFact>({
  id: VILLAGE_WATCH,
  version: 1,
  title: { zh: '规模性返贫风险监测', en: 'Watch for mass relapse' },
  source: '洪湖市 2021（xczx.cnhubei.com/zx/202207/t4451169.shtml）；某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）',
  kind: 'warning',
  parameters: ['threshold.watchDays', 'threshold.watchHouseholds', 'threshold.watchPercent'],
  facts: ['villageHousehold', 'villageSign'],

  check: (view): Checked<Watch, KnownVillageFact> => {
    const set = need(view, { window: 'threshold.watchDays', limit: 'threshold.watchHouseholds', percent: 'threshold.watchPercent' })
    if ('missing' in set) return notSet(set.missing)
    const { limit, percent } = set
    const days = set.window.body.value
    const signs = view.signs(days)
    const base = view.households()
    const households = new Set(signs.map(({ body }) => body.household)).size
    const causes = countByCause(signs)
    const first = signs[0]?.on
    const over = first && plusDays(first, days)
    const counted = { base, households, causes, first, last: signs.at(-1)?.on, over, days, limit, percent }
    return answer(
      reaches(counted, households),
      { ...counted, fired: causes.filter((cause) => reaches(counted, cause.households)) },
      { evidence: signs, parameters: [set.window, limit, percent], nextChangeOn: over },
    )
  },

  tell: (watch, { fired }) => {
    const { base, households, days, over } = watch
    const limits = limitsOf(watch)
    const share = shareOf(watch, households)
    const causes = causesTold(watch)
    const counted = {
      zh: `${days} 天内 ${households} 户出现风险信号${causes.zh}，占本村 ${base} 户的 ${share}%`,
      en: `${households} households with signs in ${days} days${causes.en}, ${share} % of the village's ${base}`,
    }
    const clauses = [
      ...clausesOf(watch, { zh: '全部信号', en: 'all signs' }, households),
      ...withoutRepeats(watch.causes).flatMap((one) => clausesOf(watch, causeWord(one.cause), one.households)),
    ]
    if (fired) {
      return {
        message: { zh: `${counted.zh}，≥ ${limits.zh}`, en: `${counted.en}; ≥ ${limits.en}` },
        clearedBy: {
          zh: `信号撤销，或自 ${over} 起最早的信号不再计入`,
          en: `signs withdrawn; from ${over} the earliest counts no more`,
        },
        clauses,
      }
    }
    return {
      message:
        base === 0
          ? { zh: '村内没有户', en: 'no household lives in the village' }
          : { zh: `${counted.zh}，不到 ${limits.zh}`, en: `${counted.en}; under ${limits.en}` },
      clearedBy: { zh: `${days} 天内有信号的户达到 ${limits.zh}`, en: `households with signs in ${days} days that reach ${limits.en}` },
      clauses,
    }
  },
})

type Limits = Pick<Watch, 'base' | 'limit' | 'percent'>

/** A village without households is not watched, and where nobody has a sign no limit is reached. */
function reaches(watch: Limits, households: number): boolean {
  return watch.base > 0 && households > 0 && (reachesCount(watch, households) || reachesShare(watch, households))
}

function reachesCount({ limit }: Limits, households: number): boolean {
  return households >= limit.body.value
}

function reachesShare({ base, percent }: Limits, households: number): boolean {
  return base > 0 && households * 100 >= percent.body.value * base
}

/** Per cent of the village with one decimal, never rounded up to a limit that is not reached. */
function shareOf({ base }: Limits, households: number): number {
  return base === 0 ? 0 : Math.floor((households * 1000) / base) / 10
}

function limitsOf({ limit, percent }: Limits): Text {
  const [count, share] = [limit.body.value, percent.body.value]
  const [one, other] = [origin(limit), origin(percent)]
  return one.zh === other.zh
    ? { zh: `${count} 户或 ${share}%${one.zh}`, en: `${count} households or ${share} %${one.en}` }
    : { zh: `${count} 户${one.zh}或 ${share}%${other.zh}`, en: `${count} households${one.en} or ${share} %${other.en}` }
}

function causesTold({ fired }: Watch): Text {
  const told = withoutRepeats(fired).map(({ cause, households }) => ({ word: causeWord(cause), households }))
  if (told.length === 0) return { zh: '', en: '' }
  return {
    zh: `（其中${told.map(({ word, households }) => `${word.zh} ${households} 户`).join('、')}）`,
    en: ` (${told.map(({ word, households }) => `${word.en}: ${households}`).join(', ')})`,
  }
}

/** The same two comparisons for all signs and for each cause. */
function clausesOf(watch: Watch, { zh, en }: Text, households: number): readonly Clause[] {
  const { base, limit, percent } = watch
  const [many, large] = [reachesCount(watch, households), reachesShare(watch, households)]
  const [least, share] = [limit.body.value, percent.body.value]
  return [
    {
      text: { zh: `${zh} ${households} 户 ${many ? '≥' : '<'} ${least} 户`, en: `${en}: ${households} households ${many ? '≥' : '<'} ${least}` },
      value: households,
      parameter: cited(limit, least),
      holds: many,
    },
    {
      text: {
        zh: `${zh} ${households} 户，占 ${base} 户 ${large ? '≥' : '<'} ${share}%`,
        en: `${en}: ${households} of ${base} households ${large ? '≥' : '<'} ${share} %`,
      },
      value: shareOf(watch, households),
      parameter: cited(percent, share),
      holds: large,
    },
  ]
}
