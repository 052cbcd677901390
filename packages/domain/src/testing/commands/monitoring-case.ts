import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import { RiskKind } from '../../household/events.ts'
import type { monitoringCase as aggregate } from '../../monitoring-case/decide.ts'
import * as kinds from '../../monitoring-case/kinds.ts'
import { MeasureKind } from '../../values/measure-kinds.ts'
import { MonitoringClass, Scheme } from '../../values/monitoring-classes.ts'
import { type DataOfEach, event, keys, occurredOn, one, person, registeredIn } from './pools.ts'

const where = { registeredIn, household: fc.constant('H00001') }
const here = { ...where, occurredOn }
/** Most reports name no procedure. */
const unnamed = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: one({ procedure: 1 }, { procedure: 2 }) })
function reported<Data extends object>(data: fc.Arbitrary<Data>) {
  return fc.tuple(fc.record(here), unnamed, data).map(([step, named, said]) => ({ ...step, ...named, ...said }))
}
const evidence = fc.uniqueArray(event, { maxLength: 2 })
const risk = one(...RiskKind.options.slice(0, 3), 'accident', 'other')
const risks = fc.uniqueArray(risk, { maxLength: 2 })
const notice = {
  ...where,
  from: one('2019-03-02', '2019-06-30'),
  to: one('2019-03-06', '2019-07-06'),
  fields: fc.uniqueArray(one(...kinds.NoticeField.options), { minLength: 1, maxLength: 2 }),
}
const caseRisks = fc.uniqueArray(
  fc.oneof(fc.record({ kind: one('illness', 'flood', 'other') }), fc.constant({ kind: 'other' as const, remark: 'debt' as const })),
  {
    minLength: 1,
    maxLength: 2,
  },
)
const classes = { class: one(...MonitoringClass.options), scheme: one(...Scheme.options) }
const refusal = one(...kinds.RefusalReason.options)
const asked = fc.oneof(fc.constant({ consent: 'signed' as const }), fc.record({ consent: fc.constant('refused' as const), refusal }))
const natural = fc.record({ reason: one(...kinds.NaturalReason.options), evidence })
const looked = fc.record({
  income: fc.boolean(),
  spending: fc.boolean(),
  house: fc.boolean(),
  school: fc.boolean(),
  insurance: fc.boolean(),
  water: fc.boolean(),
})
const visit = fc.record({
  visitors: one(1, 2),
  levels: fc.uniqueArray(one('county', 'township', 'village'), { minLength: 1, maxLength: 3 }),
  seen: looked,
  difficulties: risks,
  evidence,
})
const explanation = fc.record({ on: occurredOn, how: one('visit', 'phone', 'letter', 'meeting') })
const measure = one('M1', 'M2')
const until = one('2019-05-31', '2020-06-30')
const shape = { ...where, measure, kind: one(...MeasureKind.options), risks, occurredOn }

export const monitoringCaseCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  RegisterClue: fc.record(
    {
      ...here,
      clue: one('C1', 'C2'),
      source: one(...kinds.ClueSource.options),
      department: one(...kinds.Department.options),
      risks,
      filedBy: one('self', 'other'),
      evidence,
      rule: fc.constant({ id: 'open-risk', version: 1 }),
    },
    { requiredKeys: [...keys(here), 'clue', 'source', 'risks', 'filedBy', 'evidence'] },
  ),
  OpenGreenChannel: fc.record({ ...here, clue: one('C1', 'C3'), risk, evidence }),
  RecordHomeVisit: reported(
    fc.tuple(visit, fc.oneof(asked, fc.constant({ consent: 'notAsked' as const }))).map(([said, consent]) => ({ ...said, ...consent })),
  ),
  RecordConsent: reported(asked),
  RecordDataMatch: reported(fc.record({ doubts: fc.uniqueArray(one(...kinds.Doubt.options), { maxLength: 2 }) })),
  RecordVillageReview: reported(
    fc.record({
      form: one('representatives', 'enlargedCommittee'),
      attended: fc.constant(30),
      agree: one(20, 10),
      disagree: one(5, 15),
      abstain: fc.constant(5),
      outcome: one('agreed', 'rejected'),
      minutes: one('R1', 'R2'),
    }),
  ),
  PublishCaseNotice: fc.record(notice),
  RecordCaseNotice: fc.tuple(fc.record(notice), unnamed).map(([said, named]) => ({ ...said, ...named })),
  EndCaseNotice: reported(fc.record({ objections: one(0, 2), upheld: one(0, 1) })),
  CheckCase: fc.record({ ...here, outcome: one('forwarded', 'returned') }),
  RecordTownCheck: reported(fc.record({ outcome: one('forwarded', 'returned') })),
  RecordCountyDecision: reported(fc.record({ outcome: one('approved', 'rejected'), class: classes.class })),
  RecordAnnouncement: reported(fc.constant({})),
  RecordNationalEntry: reported(fc.record({ number: one('N1', 'N2'), entry: one('recognised', 'eliminated', 'rolledBack', 'reMarked', 'revoked') })),
  RecogniseHousehold: fc.record({ ...here, class: classes.class, risks: caseRisks }),
  RecordRecognition: reported(fc.record({ ...classes, risks: caseRisks })),
  RecordRevocation: fc.record({ ...here, round: one(1, 2), reason: one('falseData', 'wrongHousehold') }),
  RecordReclassification: fc.record({ ...here, ...classes, reason: one('schemeChange', 'correction') }),
  HandLeaflet: fc.record({ ...here, leaflet: one('application', 'help') }),
  ExplainDecision: reported(fc.record({ how: one('visit', 'phone', 'letter', 'meeting') })),
  DismissClue: fc.record({ ...here, reason: one(...kinds.DismissReason.options), explanation }, { requiredKeys: [...keys(here), 'reason'] }),
  AssignHelper: fc.record({ ...here, helper: one('helper:a', 'helper:b') }),
  ReleaseHelper: fc.record({ ...here, reason: one('replaced', 'ended', 'left') }),
  StartMeasure: fc.record({ ...shape, person, until }, { requiredKeys: [...keys(shape)] }),
  EndMeasure: fc.record({ ...here, measure, reason: one('completed', 'expired', 'stopped') }),
  WithdrawMeasure: fc.record({ ...where, reverses: event, reason: one('mistaken', 'wrongHousehold') }),
  ProposeElimination: fc.record({ ...here, way: one('byHelp', 'natural') }),
  WithdrawElimination: fc.record(here),
  EliminateRisk: fc.record({ ...here, natural }, { requiredKeys: [...keys(here)] }),
  RecordElimination: fc.oneof(
    reported(fc.record({ way: one('byHelp', 'natural') })),
    reported(fc.record({ way: one('byHelp', 'natural'), natural })),
  ),
  RollBackElimination: fc.record({ ...here, reason: one(...kinds.RollBackReason.options), evidence }),
  IncludeHousehold: fc.record({ ...here, reason: one('cadreKnows', 'petition', 'awaitingProof', 'other'), until, evidence }),
  EndInclusion: fc.record({ ...here, ends: event }),
  PauseWatch: fc.record({ ...here, reason: one('absent', 'litigation', 'disputedData', 'other'), until }),
  EndPause: fc.record({ ...here, ends: event }),
  WaiveRule: fc.record({
    ...here,
    rule: one('open-risk', 'income-under-line', 'procedure-skipped', 'no-rule-at-all'),
    reason: one('knownAndCovered', 'wrongData', 'seasonal', 'other'),
    until,
    evidence,
  }),
  EndWaiver: fc.record({ ...here, ends: event }),
}
