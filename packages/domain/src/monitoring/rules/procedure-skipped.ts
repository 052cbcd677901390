import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import type { CaseFact, CaseState, Procedure } from '../case-state.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, type Missing, missingIn, origin } from '../parameter.ts'
import { answer, defineRule } from '../rule.ts'
import type { View } from '../view.ts'
import { BREACH_WORDS, listed, wordFor } from '../words.ts'

type Limit = 'threshold.visitors' | 'threshold.reviewMajority'
type Fault = Readonly<{ text: Text; evidence: KnownHouseholdFact; parameter?: ParameterFact<Limit>; value?: number }>
type Values = Readonly<{ faults: readonly Fault[]; procedures: number }>

/** What was left out or done against its form in the open procedure, and since the last recognition. */
export const procedureSkipped = defineRule<Values>({
  id: 'procedure-skipped',
  version: 1,
  title: { zh: '程序不完整或越过', en: 'A step was left out' },
  source: '中农组发〔2021〕7号',
  kind: 'process',
  parameters: ['threshold.visitors', 'threshold.reviewMajority'],
  facts: [
    'case.ClueRegistered',
    'case.EliminationProposed',
    'case.HomeVerified',
    'case.VillageReviewed',
    'case.CaseNoticed',
    'case.NoticeEnded',
    'case.TownChecked',
    'case.CountyDecided',
    'case.CountyAnnounced',
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.RiskEliminated',
    'case.MeasureStarted',
  ],

  check: (view) => {
    const state = view.case()
    const procedures = proceduresAsked(state)
    const facts = procedures.flatMap((procedure) => procedure.facts)
    const missing = new Map<Limit, Missing>()
    const set = (kind: Limit, asked: boolean): ParameterFact<Limit> | undefined => {
      const parameter = asked ? view.parameter(kind, view.day) : undefined
      if (asked && parameter === undefined) missing.set(kind, missingIn(view.village, kind, view.day))
      return parameter
    }
    const faults = [
      ...breachesOf(view, state, facts),
      ...ofKind(facts, 'case.HomeVerified').flatMap((visit) => tooFew(visit, set('threshold.visitors', true))),
      ...ofKind(facts, 'case.VillageReviewed').flatMap((review) => votes(review, set('threshold.reviewMajority', review.body.outcome === 'agreed'))),
      ...procedures.flatMap(noticedAgain),
      ...recognition(state),
    ]
    const parameters = [...new Set(faults.flatMap(({ parameter }) => parameter ?? []))]
    const evidence = [...new Set(faults.map((fault) => fault.evidence))]
    return answer(faults.length > 0, { faults, procedures: procedures.length }, { evidence, parameters, missing: [...missing.values()] })
  },

  tell: ({ faults, procedures }, { fired }) => {
    const texts = [...new Map(faults.map(({ text }) => [text.zh, text])).values()]
    const { zh, en } = listed(texts)
    const clauses = faults.map(({ text, parameter, value }) => ({
      text,
      value: value ?? null,
      parameter: parameter ? cited(parameter, parameter.body.value) : null,
      holds: true,
    }))
    if (fired)
      return {
        message: { zh: `程序缺项：${zh}`, en: `steps left out: ${en}` },
        clearedBy: { zh: '补办缺项，或按规定重新办理', en: 'the steps made up for, or a procedure that has them' },
        clauses,
      }
    const message = procedures > 0 ? { zh: '程序没有缺项', en: 'no step was left out' } : { zh: '没有程序', en: 'there is no procedure' }
    return { message, clearedBy: { zh: '缺项的报告', en: 'a report that lacks a step' }, clauses }
  },
})

/** The open procedure, and every one since that of the last recognition, which is among them. */
function proceduresAsked({ procedures, open, current }: CaseState): readonly Procedure[] {
  const first = current?.recognised.body.procedure
  return procedures.filter((procedure) => procedure === open || (first !== undefined && procedure.number >= first))
}

function ofKind<K extends CaseFact['kind']>(facts: readonly CaseFact[], kind: K): readonly CaseFact<K>[] {
  return facts.filter((fact): fact is CaseFact<K> & CaseFact => fact.kind === kind)
}

function breachesOf(view: View, { current }: CaseState, facts: readonly CaseFact[]): readonly Fault[] {
  const measures = view.of('case.MeasureStarted').filter(({ body }) => body.round === current?.number)
  return [...facts, ...measures].flatMap((fact) =>
    'breaches' in fact.body ? fact.body.breaches.map((breach) => ({ text: wordFor(BREACH_WORDS, breach), evidence: fact })) : [],
  )
}

function tooFew(visit: CaseFact<'case.HomeVerified'>, least: ParameterFact<Limit> | undefined): readonly Fault[] {
  const { visitors } = visit.body
  if (least === undefined || visitors >= least.body.value) return []
  const { zh, en } = origin(least)
  const text = { zh: `入户 ${visitors} 人 < ${least.body.value} 人${zh}`, en: `${visitors} visitors < ${least.body.value}${en}` }
  return [{ text, evidence: visit, parameter: least, value: visitors }]
}

/** Everybody who came has voted, and more than the majority set agreed. A review that did not agree needs no majority. */
function votes(review: CaseFact<'case.VillageReviewed'>, majority: ParameterFact<Limit> | undefined): readonly Fault[] {
  const { attended, agree, disagree, abstain } = review.body
  const faults: Fault[] = []
  const voted = agree + disagree + abstain
  if (voted !== attended) {
    const text = { zh: `评议票数 ${voted} ≠ 到会 ${attended} 人`, en: `${voted} votes ≠ ${attended} who attended` }
    faults.push({ text, evidence: review, value: voted })
  }
  if (majority !== undefined && agree * 100 <= majority.body.value * attended) {
    const { value } = majority.body
    const { zh, en } = origin(majority)
    const text = {
      zh: `评议同意 ${agree} 人，未超过到会 ${attended} 人的 ${value}%${zh}`,
      en: `${agree} agreed, not more than of ${attended} who attended ${value} %${en}`,
    }
    faults.push({ text, evidence: review, parameter: majority, value: agree })
  }
  return faults
}

function noticedAgain({ counting }: Procedure): readonly Fault[] {
  return counting('case.CaseNoticed')
    .slice(1)
    .map((again) => ({ text: wordFor(BREACH_WORDS, 'noticedAgain'), evidence: again }))
}

function recognition({ current, procedures }: CaseState): readonly Fault[] {
  if (current === undefined) return []
  const { recognised } = current
  const faults: Fault[] = []
  if (recognised.body.by === 'report')
    faults.push({ text: { zh: '识别系补报', en: 'the recognition was reported afterwards' }, evidence: recognised })
  const announced = procedures.find(({ number }) => number === recognised.body.procedure)?.of('case.CountyAnnounced') ?? []
  if (announced.length === 0) faults.push({ text: { zh: '县级未公告', en: 'no announcement by the county' }, evidence: recognised })
  return faults
}
