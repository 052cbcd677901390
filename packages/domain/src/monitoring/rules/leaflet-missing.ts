import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, lastDayInTime, type Missing, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'

type Leaflet = 'application' | 'help'
type Owed = Readonly<{ leaflet: Leaflet; begins: KnownHouseholdFact; due: string; past: boolean }>
type Values = Readonly<{ owed: readonly Owed[]; limit: ParameterFact<'deadline.firstMeasure'> }>

const LEAFLETS: Readonly<Record<Leaflet, Readonly<{ zh: string; en: string }>>> = {
  application: { zh: '申报', en: 'application' },
  help: { zh: '帮扶', en: 'help' },
}

/** Who is monitored has the leaflet on help in hand, and whose clue is looked at the one on applying, after the time of the first measure. */
export const leafletMissing = defineRule<Values | null>({
  id: 'leaflet-missing',
  version: 1,
  title: { zh: '明白纸未发放', en: 'A leaflet is missing' },
  source: '明白纸（huameizhuangshi.com/product/429）',
  kind: 'process',
  parameters: ['deadline.firstMeasure'],
  facts: ['case.ClueRegistered', 'case.HouseholdRecognised', 'case.RiskReMarked', 'case.RiskEliminated', 'case.LeafletHanded'],

  check: (view) => {
    const asked = leafletsAsked(view)
    if (asked.length === 0) return answer(false, null)
    const set = need(view, { limit: 'deadline.firstMeasure' })
    if ('missing' in set) return notSet(set.missing, { evidence: asked.map(({ begins }) => begins) })
    const missing: Missing[] = []
    const owed = asked.flatMap(({ leaflet, begins, from }): readonly Owed[] => {
      const last = lastDayInTime(view, from, set.limit.body)
      if ('day' in last) return [{ leaflet, begins, due: last.day, past: view.day > last.day }]
      missing.push(...last.missing)
      return []
    })
    if (owed.length === 0) return notSet(missing, { evidence: asked.map(({ begins }) => begins) })
    const past = owed.filter((one) => one.past)
    const told = past.length > 0 ? past : owed
    return answer(
      past.length > 0,
      { owed: told, limit: set.limit },
      {
        evidence: told.map(({ begins }) => begins),
        parameters: [set.limit],
        nextChangeOn: nextAfter(
          view.day,
          owed.map(({ due }) => plusDays(due, 1)),
        ),
        missing,
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null)
      return {
        message: { zh: '没有待发的明白纸', en: 'no leaflet is owed' },
        clearedBy: { zh: '新的线索或识别', en: 'a new clue or recognition' },
        clauses: [],
      }
    const { owed, limit } = values
    const { zh, en } = origin(limit)
    const texts = owed.map(({ leaflet, due }) => {
      const word = LEAFLETS[leaflet]
      return { zh: `${word.zh}，${fired ? '应在' : '最迟'} ${due}${fired ? ' 前' : ''}`, en: `${word.en}, ${fired ? 'was due' : 'due'} ${due}` }
    })
    const [told, said] = [texts.map((text) => text.zh).join('；'), texts.map((text) => text.en).join('; ')]
    return {
      message: { zh: `明白纸未发放（${told}）${zh}`, en: `leaflet not handed over (${said})${en}` },
      clearedBy: fired ? { zh: '发放', en: 'the leaflet handed over' } : { zh: '到期仍未发放', en: 'not handed over in time' },
      clauses: owed.map(({ due, past }, i) => ({
        text: texts[i] ?? { zh: '', en: '' },
        value: due,
        parameter: cited(limit, `${limit.body.length} ${limit.body.unit}`),
        holds: past,
      })),
    }
  },
})

/** The leaflets that were not handed over although the household is at the stage for them, and since when. Where consent is refused no time runs. */
function leafletsAsked(view: View) {
  const { monitoring, current: round, open, leaflets } = view.case()
  const lacks = (leaflet: Leaflet) => !leaflets.some(({ body }) => body.leaflet === leaflet)
  const asked: { leaflet: Leaflet; begins: KnownHouseholdFact; from: string }[] = []
  if (round !== undefined && monitoring === 'monitored' && lacks('help')) {
    asked.push({ leaflet: 'help', begins: round.recognised, from: round.recognised.on })
  }
  const begins = open?.facts.find(({ on }) => on === open.startsOn)
  const runs = open !== undefined && open.purpose !== 'elimination' && open.step !== 'consentRefused'
  if (runs && begins !== undefined && lacks('application')) {
    asked.push({ leaflet: 'application', begins, from: open.startsOn })
  }
  return asked
}
