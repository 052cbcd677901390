import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays, plusMonths } from '../../values/calendar.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'

type Dividend = KnownHouseholdFact<'dividend'>
type Values = Readonly<{ stopped: readonly Dividend[]; last: Dividend | undefined; pause: ParameterFact<'threshold.dividendPause'> }>

/** A partnership that the household is linked with paid it a dividend (入股分红) once, and for longer than a year's rhythm none since. */
export const dividendsStopped = defineRule<Values>({
  id: 'dividends-stopped',
  version: 1,
  title: { zh: '入股分红中断', en: 'Dividends stopped' },
  source: '湖南省产业扶贫「四跟四走」（cz.voc.com.cn，tid=18547）；间隔为本系统假定',
  kind: 'warning',
  parameters: ['threshold.dividendPause'],
  facts: ['linked', 'dividend'],

  check: (view) => {
    const set = need(view, { pause: 'threshold.dividendPause' })
    if ('missing' in set) return notSet(set.missing)
    const lastInTime = ({ on }: Dividend) => plusMonths(on, set.pause.body.value)
    const lasts = lastDividends(view)
    const stopped = lasts.filter((last) => lastInTime(last) < view.day)
    const shown = stopped.length > 0 ? stopped : lasts
    const partnerships = new Set(shown.map(({ body }) => body.partnership))
    const links = view.of('linked').filter(({ body }) => partnerships.has(body.partnership))
    const nextChangeOn = nextAfter(
      view.day,
      lasts.map((last) => plusDays(lastInTime(last), 1)),
    )
    return answer(
      stopped.length > 0,
      { stopped, last: lasts.at(-1), pause: set.pause },
      { evidence: [...links, ...shown], parameters: [set.pause], nextChangeOn },
    )
  },

  tell: ({ stopped, last, pause }, { fired }) => {
    const months = pause.body.value
    const from = origin(pause)
    const on = (stopped[0] ?? last)?.on
    const clauses = stopped.map((dividend) => ({
      text: { zh: `最近一次分红 ${dividend.on}`, en: `last dividend ${dividend.on}` },
      value: dividend.on,
      parameter: cited(pause, months),
      holds: true,
    }))
    if (on === undefined) {
      const message = { zh: '没有入股分红记录', en: 'no dividend reported' }
      return { message, clearedBy: { zh: `分红后超过 ${months} 个月未再分红`, en: `a dividend, and none for more than ${months} months` }, clauses }
    }
    return fired
      ? {
          message: {
            zh: `最近一次分红 ${on}，已超过 ${months} 个月${from.zh}`,
            en: `last dividend ${on}, more than ${months} months ago${from.en}`,
          },
          clearedBy: { zh: '收到分红', en: 'a dividend received' },
          clauses,
        }
      : {
          message: {
            zh: `最近一次分红 ${on}，未超过 ${months} 个月${from.zh}`,
            en: `last dividend ${on}, not more than ${months} months ago${from.en}`,
          },
          clearedBy: { zh: `超过 ${months} 个月未再分红`, en: `no dividend for more than ${months} months` },
          clauses,
        }
  },
})

/** The last dividend of each partnership that the household is linked with, oldest first. */
function lastDividends(view: View): readonly Dividend[] {
  const linked = new Set(view.of('linked').map(({ body }) => body.partnership))
  const lasts = new Map(view.of('dividend').map((dividend) => [dividend.body.partnership, dividend]))
  return view.of('dividend').filter((dividend) => linked.has(dividend.body.partnership) && lasts.get(dividend.body.partnership) === dividend)
}
