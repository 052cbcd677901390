import type { ParameterFact } from '../../parameter/look-up.ts'
import { daysBetween } from '../../values/calendar.ts'
import type { Procedure } from '../case-state.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, type Missing, need, origin, workingDaysOf } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'

type Shown = Readonly<{ from: string; to: string; days: number; evidence: readonly KnownHouseholdFact[] }>
type Values = Readonly<{ notices: readonly Shown[]; least: ParameterFact<'deadline.notice'> }>

/** The village saw a notice for fewer days than prescribed. The first and the last day count; taken down early, it is the days until then. */
export const noticeShort = defineRule<Values | null>({
  id: 'notice-short',
  version: 1,
  title: { zh: '公示期不足', en: 'The notice was too short' },
  source: '秦安县监测对象识别认定问答（qinan.gov.cn/info/11792/1360362）：村内公示不少于5天',
  kind: 'process',
  parameters: ['deadline.notice'],
  facts: ['case.CaseNoticed', 'case.NoticeEnded'],

  check: (view) => {
    const { open, procedures } = view.case()
    const procedure = open ?? procedures.at(-1)
    if (procedure === undefined || procedure.counting('case.CaseNoticed').length === 0) return answer(false, null)
    const set = need(view, { least: 'deadline.notice' })
    if ('missing' in set) return notSet(set.missing, { evidence: procedure.counting('case.CaseNoticed') })
    const { notices, missing } = shownIn(view, procedure, set.least.body.unit === 'workingDay')
    if (notices.length === 0) return notSet(missing, { evidence: procedure.counting('case.CaseNoticed') })
    const short = notices.filter(({ days }) => days < set.least.body.length)
    const told = short.length > 0 ? short : notices
    return answer(
      short.length > 0,
      { notices: told, least: set.least },
      { evidence: told.flatMap(({ evidence }) => evidence), parameters: [set.least], missing },
    )
  },

  tell: (values, { fired }) => {
    if (values === null)
      return {
        message: { zh: '没有公示', en: 'no notice' },
        clearedBy: { zh: '公示期不足的公示', en: 'a notice that is too short' },
        clauses: [],
      }
    const { notices, least } = values
    const { length, unit } = least.body
    const sign = fired ? '<' : '≥'
    const named = unit === 'workingDay' ? { zh: '个工作日', en: 'working days' } : { zh: '天', en: 'days' }
    const texts = notices.map(({ from, to, days }) => ({
      zh: `公示 ${days} ${named.zh} ${sign} ${length} ${named.zh}（${from} 至 ${to}）`,
      en: `notice of ${days} ${named.en} ${sign} ${length} (${from} to ${to})`,
    }))
    const { zh, en } = origin(least)
    return {
      message: { zh: `${texts.map((text) => text.zh).join('；')}${zh}`, en: `${texts.map((text) => text.en).join('; ')}${en}` },
      clearedBy: fired
        ? { zh: '重新按规定公示', en: 'a new procedure with a notice that is long enough' }
        : { zh: '公示期更正', en: 'a correction of the notice' },
      clauses: texts.map((text, i) => ({ text, value: notices[i]?.days ?? null, parameter: cited(least, `${length} ${unit}`), holds: fired })),
    }
  },
})

/** The notices that count and how long each was to be seen, and the calendars that are missing to say so. */
function shownIn(view: View, procedure: Procedure, inWorkingDays: boolean) {
  const notices: Shown[] = []
  const missing: Missing[] = []
  for (const notice of procedure.counting('case.CaseNoticed')) {
    const { from } = notice.body
    const ended = procedure.facts.slice(procedure.facts.indexOf(notice)).find(({ kind }) => kind === 'case.NoticeEnded')
    const early = ended !== undefined && ended.on < notice.body.to
    const to = early ? ended.on : notice.body.to
    const counted = inWorkingDays ? workingDaysOf(view, { from, to }) : { days: daysBetween(from, to) + 1 }
    if ('missing' in counted) missing.push(...counted.missing)
    else notices.push({ from, to, days: counted.days, evidence: early ? [notice, ended] : [notice] })
  }
  return { notices, missing }
}
