import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { NOT_MONITORED } from '../case-told.ts'
import type { FactKind, KnownHouseholdFact } from '../facts.ts'
import { partOf } from '../income-kinds.ts'
import { cited, type Missing, missingIn, origin } from '../parameter.ts'
import { answer, defineRule } from '../rule.ts'
import type { View } from '../view.ts'
import { RISK_WORDS, wordFor } from '../words.ts'

type Limit = 'threshold.labourMembers' | 'threshold.labourShare'
type Lack = Readonly<{ risk: string; text: Text; evidence: readonly KnownHouseholdFact[]; parameters: readonly ParameterFact<Limit>[] }>
type Lacking = Omit<Lack, 'risk'>
type Values = Readonly<{ lacks: readonly Lack[] }>

/** A risk of the round that nothing reported of the household or of a member supports, or that what is reported contradicts. */
export const riskWithoutFact = defineRule<Values | null>({
  id: 'risk-without-fact',
  version: 1,
  title: { zh: '风险没有对应事实', en: 'A risk that no fact supports' },
  source: '长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: ['threshold.labourMembers', 'threshold.labourShare', 'threshold.workAge'],
  facts: [
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.RiskEliminated',
    'health',
    'disability',
    'labour',
    'job',
    'incomeEntry',
    'house',
    'water',
    'school',
    'schoolCost',
    'income',
    'incomeCollected',
    'bill',
    'memberJoined',
    'memberLeft',
    'died',
  ],

  check: (view) => {
    const { current: round, monitoring } = view.case()
    if (round === undefined || monitoring !== 'monitored') return answer(false, null)
    const missing: Missing[] = []
    const lacks = round.risks.flatMap(({ kind }) => lacksOf(view, kind, missing).map((lack): Lack => ({ risk: kind, ...lack })))
    return answer(
      lacks.length > 0,
      { lacks },
      {
        evidence: [...new Set([round.recognised, ...lacks.flatMap(({ evidence }) => evidence)])],
        parameters: lacks.flatMap(({ parameters }) => parameters),
        missing,
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_MONITORED
    const texts = values.lacks.map(({ risk, text, parameters }) => {
      const word = wordFor(RISK_WORDS, risk)
      const from = parameters[0] ? origin(parameters[0]) : { zh: '', en: '' }
      return { zh: `风险 ${word.zh} 没有事实依据（${text.zh}）${from.zh}`, en: `risk ${word.en} without fact (${text.en})${from.en}` }
    })
    return {
      message: fired
        ? { zh: texts.map(({ zh }) => zh).join('；'), en: texts.map(({ en }) => en).join('; ') }
        : { zh: '各项风险都有事实依据', en: 'every risk is supported by a fact' },
      clearedBy: fired ? { zh: '补充事实或更正风险', en: 'the fact reported, or the risk corrected' } : { zh: '事实撤回', en: 'the facts withdrawn' },
      clauses: values.lacks.map(({ risk, text, parameters: [parameter] }) => ({
        text,
        value: risk,
        parameter: parameter ? cited(parameter, parameter.body.value) : null,
        holds: true,
      })),
    }
  },
})

function lacksOf(view: View, risk: string, missing: Missing[]): readonly Lacking[] {
  switch (risk) {
    case 'illness':
      return illness(view)
    case 'disability':
      return ofMembers(view, 'disability').length > 0 || ofMembers(view, 'health').some(({ body }) => body.health === 'disabled')
        ? []
        : [lack('无残疾记录', 'no disability reported')]
    case 'labourShortage':
      return labourShortage(view, missing)
    case 'unstableJob':
      return ofMembers(view, 'job').length > 0 || view.of('incomeEntry').some((entry) => partOf(entry) === 'wages' && isOurs(view, entry))
        ? []
        : [lack('无务工和工资记录', 'no job and no wage reported')]
    case 'unsafeHouse':
      return view.of('house').some(({ body }) => body.grade === 'C' || body.grade === 'D') ? [] : [lack('无 C、D 级鉴定', 'no grade C or D reported')]
    case 'unsafeWater':
      return view.of('water').some(({ body }) => Object.values(body).includes(false))
        ? []
        : [lack('无不达标的饮水检查', 'no failed check of the water')]
    case 'schooling':
      return ofMembers(view, 'school').length > 0 || ofMembers(view, 'schoolCost').length > 0
        ? []
        : [lack('无就学和学费记录', 'no school and no schooling cost reported')]
    default:
      return []
  }
}

function lack(zh: string, en: string, evidence: readonly KnownHouseholdFact[] = [], parameters: readonly ParameterFact<Limit>[] = []): Lacking {
  return { text: { zh, en }, evidence, parameters }
}

type Personal = Extract<FactKind, 'disability' | 'health' | 'job' | 'school' | 'schoolCost'>

function ofMembers<K extends Personal>(view: View, kind: K): readonly KnownHouseholdFact<K>[] {
  return view.of(kind).filter(({ body }) => view.isMember((body as { person: string }).person))
}

/** An entry of the household as a whole, or of somebody who belongs to it still. */
function isOurs(view: View, { body: { person } }: KnownHouseholdFact<'incomeEntry'>): boolean {
  return !person || view.isMember(person)
}

function illness(view: View): readonly Lacking[] {
  const ill = ofMembers(view, 'health').some(({ body }) => body.health === 'chronic' || body.health === 'seriousIllness')
  return [...(ill ? [] : [lack('无大病、慢性病成员', 'no member with a serious or chronic illness')]), ...selfPaidNothing(view)]
}

/** 合规自付为零: neither in the income that counts nor in a bill since its window began, which other rules add up. */
function selfPaidNothing(view: View): readonly Lacking[] {
  const income = view.income()
  if (income === undefined || income.compliantSelfPaid > 0) return []
  const { from } = income.window
  if (view.of('bill').some(({ on, body }) => on >= from && body.compliantSelfPaid > 0)) return []
  return [lack(`${from} 以来合规自付为零`, `no compliant self-paid cost since ${from}`, income.fact ? view.known([income.fact]) : [])]
}

/** All can work, or of a household of some size more than the share set. */
function labourShortage(view: View, missing: Missing[]): readonly Lacking[] {
  const { members, able, reports } = view.labour()
  const evidence = view.known(reports)
  if (members > 0 && able === members) return [lack(`${members} 名成员都有劳动能力`, `all ${members} members can work`, evidence)]
  const set = <Kind extends Limit>(kind: Kind) => {
    const parameter = view.parameter(kind, view.day)
    if (parameter === undefined) missing.push(missingIn(view.village, kind, view.day))
    return parameter
  }
  const size = set('threshold.labourMembers')
  const share = set('threshold.labourShare')
  if (size === undefined || share === undefined) return []
  if (members < size.body.value || able * 100 <= share.body.value * members) return []
  const { value } = share.body
  return [
    lack(`${members} 名成员中 ${able} 名有劳动能力，超过 ${value}%`, `of ${members} members ${able} can work, more than ${value} %`, evidence, [
      share,
      size,
    ]),
  ]
}
