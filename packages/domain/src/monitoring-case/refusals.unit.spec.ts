import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import type { DomainEvent } from '../event.ts'
import * as household from '../household/events.ts'
import * as life from '../testing/case-life.ts'
import { after, VILLAGE } from '../testing/case-scenario.ts'
import { eventId } from '../testing/scenario.ts'

const { where, clue, visited, reviewed, noticed, checked, recognised, proposed, eliminated, toRecognition, wellOff } = life
const on = (occurredOn: string) => ({ ...where, occurredOn })
const closed = household.HouseholdClosed({ household: where.household, occurredOn: '2023-09-01', reason: 'movedAway' })
const house = (grade: 'B' | 'D') => household.HouseGraded({ household: where.household, occurredOn: '2024-01-01', grade })
const toNotice = [clue('2023-10-01'), visited('2023-10-02'), reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08')]
const objected: AnyCommand = { type: 'EndCaseNotice', data: { ...on('2023-10-09'), objections: 1, upheld: 1 } }
const toProposal = [...toRecognition, life.measured('2023-10-20'), proposed('2024-05-01'), ...life.procedureIn('2024-05', 'notAsked')]
const noLabour = [...wellOff, life.labour('P00001', 'lost', '2023-01-01')]
const until = { until: '2023-12-31', evidence: [] }

type Row = readonly [code: string, before: readonly AnyCommand[], command: AnyCommand, zh: string, en: string, around?: readonly DomainEvent[]]
const notice = noticed('2023-10-04', '2023-10-08')

// The sentences stand here once more, word by word: people quote them.
const rows: readonly Row[] = [
  ['household-unknown', [], notice, '该户尚未登记，请先登记户。', 'The household is not registered; register it first.', []],
  [
    'household-closed',
    [clue('2023-10-01')],
    notice,
    '该户已销户，监测随之终止；如有误请先撤回销户。',
    'The household is closed and monitoring ended with it; withdraw the closing if it was wrong.',
    [...wellOff, closed],
  ],
  [
    'no-procedure',
    [],
    checked('2023-10-09'),
    '该户没有进行中的程序，请先登记线索或提出风险消除。',
    'No procedure is open for this household; register a clue or propose an elimination first.',
  ],
  [
    'no-such-procedure',
    [clue('2023-10-01')],
    { type: 'RecordAnnouncement', data: { ...on('2023-10-02'), procedure: 7 } },
    '该户没有这个编号的程序，请核对程序编号。',
    'The household has no procedure of this number; check the number.',
  ],
  [
    'procedure-open',
    [...toRecognition, proposed('2024-05-01')],
    proposed('2024-05-02', 'natural'),
    '该户已有进行中的程序，请先办结。',
    'A procedure is already open for this household; finish it first.',
  ],
  [
    'before-recognition',
    toRecognition,
    proposed('2023-10-01'),
    '识别于 2023-10-13，不能在此前提出消除，请核对日期。',
    'Recognised on 2023-10-13; an elimination cannot be proposed before that day. Check the date.',
  ],
  ['no-visit', [clue('2023-10-01')], notice, '尚未入户核实，不能继续。', 'Nobody has verified the household at home yet.'],
  [
    'no-consent',
    [clue('2023-10-01'), visited('2023-10-02', 'notAsked')],
    notice,
    '农户未签署《承诺授权书》，不能继续。',
    'The household has not signed the consent authorisation.',
  ],
  ['no-review', [clue('2023-10-01'), visited('2023-10-02')], notice, '尚未民主评议，不能公示。', 'The village review has not taken place.'],
  [
    'review-against',
    [clue('2023-10-01'), visited('2023-10-02'), reviewed('2023-10-03', 'rejected')],
    notice,
    '民主评议未通过，不能公示。',
    'The village review did not agree.',
  ],
  [
    'already-noticed',
    toNotice,
    noticed('2023-10-05', '2023-10-09'),
    '本程序已公示，公示只做一次。',
    'This procedure has been noticed; a notice is published once.',
  ],
  [
    'notice-too-short',
    toNotice.slice(0, 3),
    noticed('2023-10-04', '2023-10-06'),
    '公示 3 天，少于规定的 5 天（全国 2021-05-01 起），请改期。',
    'The notice runs 3 days, fewer than the 5 required (nation from 2021-05-01); change its dates.',
  ],
  ['no-notice', toNotice.slice(0, 3), checked('2023-10-09'), '尚未在村内公示，不能继续。', 'There has been no notice in the village.'],
  [
    'notice-running',
    toNotice,
    checked('2023-10-08'),
    '公示要到 2023-10-08 才结束，请次日起再办。',
    'The notice runs until 2023-10-08; do this from the day after.',
  ],
  [
    'objection-upheld',
    [...toNotice, objected],
    checked('2023-10-10'),
    '公示期间有异议成立，不能上报；请重新核实。',
    'An objection to the notice was upheld; verify again.',
  ],
  ['no-town-check', toNotice, recognised('2023-10-13'), '乡镇尚未审核上报。', 'The township has not checked and forwarded the case.'],
  ['no-county-approval', [...toNotice, checked('2023-10-09')], recognised('2023-10-13'), '县级尚未审定同意。', 'The county has not approved.'],
  [
    'already-recognised',
    toRecognition,
    recognised('2023-10-14', 'suddenHardship'),
    '该户本轮已识别为监测对象。',
    'The household is already recognised in this round.',
  ],
  [
    'class-not-in-scheme',
    toRecognition.slice(0, -1),
    recognised('2026-02-10'),
    '2026-02-10 执行的分类（2026）中没有这一类别。',
    'The class scheme in force on 2026-02-10 (2026) has no such class.',
  ],
  [
    'class-other-than-county',
    toRecognition.slice(0, -1),
    recognised('2023-10-13', 'suddenHardship'),
    '类别与县级审定的不同，请核对。',
    'The class differs from the one the county approved.',
  ],
  [
    'other-risk-without-remark',
    toRecognition.slice(0, -1),
    { type: 'RecogniseHousehold', data: { ...on('2023-10-13'), class: 'marginal', risks: [{ kind: 'other' }] } },
    '风险为“其他”时须选明具体情形。',
    'The risk "other" needs its coded remark.',
  ],
  [
    'no-explanation',
    toNotice,
    { type: 'DismissClue', data: { ...on('2023-10-10'), reason: 'noRisk' } },
    '不予纳入须向农户说明，请填写说明的日期和方式。',
    'A dismissal needs an explanation to the farmer: say when and how.',
  ],
  [
    'not-a-recognition',
    [...toRecognition, proposed('2024-05-01')],
    { type: 'DismissClue', data: { ...on('2024-05-02'), reason: 'noRisk', explanation: { on: '2024-05-02', how: 'phone' } } },
    '风险消除程序不能按线索不予纳入办结。',
    'An elimination procedure is not dismissed like a clue.',
  ],
  [
    'not-an-elimination',
    [clue('2023-10-01')],
    { type: 'WithdrawElimination', data: on('2023-10-02') },
    '进行中的程序不是风险消除程序。',
    'The open procedure is no elimination.',
  ],
  [
    'green-channel-not-for-risk',
    [],
    { type: 'OpenGreenChannel', data: { ...on('2023-10-02'), clue: 'C1', risk: 'schooling', evidence: [] } },
    '绿色通道只用于自然灾害和意外事故。',
    'The green channel is for disasters and accidents only.',
  ],
  ['not-monitored', [clue('2023-10-01')], proposed('2023-10-02'), '该户不是（或已不是）监测对象。', 'The household is not (or no longer) monitored.'],
  [
    'too-early',
    [...toRecognition, life.measured('2023-10-20'), proposed('2024-03-01'), ...life.procedureIn('2024-03', 'notAsked')],
    eliminated('2024-04-12'),
    '识别于 2023-10-13，满 6 个月（2024-04-13）后才能按帮扶消除。',
    'Recognised on 2023-10-13; elimination by help is possible from 2024-04-13, after 6 months.',
  ],
  [
    'no-measure',
    [...toRecognition, proposed('2024-05-01'), ...life.procedureIn('2024-05', 'notAsked')],
    eliminated('2024-05-13'),
    '没有实施过任何帮扶措施，不能按帮扶消除。',
    'No measure was taken; it cannot be eliminated by help.',
  ],
  [
    'whole-household-no-labour',
    toRecognition,
    proposed('2024-05-01'),
    '整户无劳动力，不标注风险消除，继续跟踪。',
    'The whole household is without labour; the risk is not marked as eliminated.',
    noLabour,
  ],
  [
    'income-missing',
    toProposal,
    eliminated('2024-05-13'),
    '没有已结束时段的收入，不能判断是否稳定超过监测线。',
    'There is no income of an ended window to judge by.',
    life.people,
  ],
  [
    'under-line',
    toProposal,
    eliminated('2024-05-13'),
    '人均纯收入 7,412元 < 当年监测线 7,500元（全国 2023），不能消除。',
    "Net income per head 7,412 yuan < this year's line 7,500 yuan (nation 2023).",
    [...life.people, life.income(1_482_400)],
  ],
  [
    'guarantee-unsafe',
    toProposal,
    eliminated('2024-05-13'),
    '“三保障”或饮水安全未解决（住房安全），不能消除。',
    'A guarantee is not safe (housing).',
    [...wellOff, house('D')],
  ],
  [
    'natural-without-evidence',
    [...toRecognition, proposed('2023-11-01', 'natural'), ...life.procedureIn('2023-11', 'notAsked')],
    { type: 'EliminateRisk', data: { ...on('2023-11-13'), natural: { reason: 'incomeRisen', evidence: [] } } },
    '自然消除须说明原因并附依据事件。',
    'A natural elimination needs a reason and its evidence.',
  ],
  [
    'not-eliminated',
    toRecognition,
    life.rolledBack('2024-01-01'),
    '该户风险尚未标注消除，无从回退。',
    'The risk is not marked as eliminated; there is nothing to roll back.',
  ],
  [
    'measure-number-taken',
    [...toRecognition, life.measured('2023-10-20')],
    life.measured('2023-10-21'),
    '该措施编号已使用且内容不同。',
    'The measure number is taken with other words.',
  ],
  [
    'no-such-measure',
    toRecognition,
    { type: 'EndMeasure', data: { ...on('2024-01-01'), measure: 'M9', reason: 'completed' } },
    '没有这项帮扶措施。',
    'There is no such measure.',
  ],
  [
    'until-in-the-past',
    [],
    { type: 'IncludeHousehold', data: { ...on('2023-10-01'), reason: 'petition', until: '2023-09-30', evidence: [] } },
    '截止日须在今起日之后。',
    'The last day lies before the first.',
  ],
  [
    'monitored-not-paused',
    toRecognition,
    { type: 'PauseWatch', data: { ...on('2023-11-01'), reason: 'absent', until: '2023-12-31' } },
    '监测对象不能暂停，只能按程序消除。',
    'A monitored household is not paused; it is eliminated by procedure.',
  ],
  [
    'rule-unknown',
    [],
    { type: 'WaiveRule', data: { ...on('2023-10-01'), rule: 'no-rule-at-all', reason: 'seasonal', ...until } },
    '没有这条规则。',
    'There is no such rule.',
  ],
  [
    'rule-not-waivable',
    [],
    { type: 'WaiveRule', data: { ...on('2023-10-01'), rule: 'eliminated-early', reason: 'seasonal', ...until } },
    '程序类规则不能豁免。',
    'Rules on the procedure are not waived.',
  ],
  [
    'waiver-too-long',
    [],
    { type: 'WaiveRule', data: { ...on('2023-10-01'), rule: 'open-risk', reason: 'seasonal', ...until, until: '2024-04-02' } },
    '豁免最长 6 个月。',
    'A waiver lasts 6 months at most.',
  ],
  ...(
    [
      ['no-such-inclusion', 'EndInclusion'],
      ['no-such-pause', 'EndPause'],
      ['no-such-waiver', 'EndWaiver'],
    ] as const
  ).map(
    ([code, type]): Row => [
      code,
      [],
      { type, data: { ...on('2023-10-01'), ends: eventId(3) } },
      '没有这条记录，请核对事件编号。',
      'There is no such record; check the event id.',
    ],
  ),
]

describe('an order that cannot be carried out is refused in one sentence, in both languages', () => {
  const named = rows.map(([code, before, command, zh, en, around = wellOff]) => ({ code, before, command, zh, en, around }))
  it.each(named)('$code', ({ code, before, command, zh, en, around }) => {
    const refusal = after(...before)
      .with(around)
      .when(command)
      .refused()
    expect(refusal).toEqual({ refused: `monitoring-case.${code}`, message: { zh, en } })
  })

  it('own-review: who recorded the village review cannot check the case, and somebody else can', () => {
    const refusal = after(...toNotice)
      .when(checked('2023-10-09'), VILLAGE)
      .refused()
    expect(refusal).toEqual({
      refused: 'monitoring-case.own-review',
      message: {
        zh: '记录民主评议的人不能做乡镇审核，请由他人审核。',
        en: 'Who recorded the review cannot check the case; somebody else has to.',
      },
    })
    after(...toNotice)
      .when(checked('2023-10-09'))
      .then({ type: 'TownChecked', data: { outcome: 'forwarded', by: 'order' } })
  })

  it('no code is left without its row', () => {
    const source = readFileSync(new URL('refusals.ts', import.meta.url), 'utf8')
    const codes = [...source.matchAll(/no(?:SuchRecord)?\(\s*'([a-z-]+)'/g)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(35)
    expect([...rows.map(([code]) => code), 'own-review'].toSorted()).toEqual(codes.toSorted())
  })

  it('no sentence calls a household one that fell back', () => {
    expect(readFileSync(new URL('refusals.ts', import.meta.url), 'utf8')).not.toContain('返贫')
  })
})

describe('the first check that fails gives the code, in one order', () => {
  it('closed comes before what the household is, that before the procedure, and that before its steps', () => {
    after(...toRecognition)
      .now([...wellOff, closed])
      .when(recognised('2023-11-01'))
      .thenRefused('household-closed')
    after(...toRecognition)
      .when(recognised('2023-11-01'))
      .thenRefused('already-recognised')
    after().when(recognised('2023-11-01')).thenRefused('no-procedure')
    after(clue('2023-10-01')).when(recognised('2023-11-01')).thenRefused('no-visit')
  })

  it('of two missing steps the earlier one is named, and steps come before class and risks', () => {
    const other: AnyCommand = { type: 'RecogniseHousehold', data: { ...on('2026-02-10'), class: 'suddenHardship', risks: [{ kind: 'other' }] } }
    after(clue('2023-10-01'), visited('2023-10-02')).when(other).thenRefused('no-review')
    after(...toRecognition.slice(0, -1))
      .when(other)
      .thenRefused('class-other-than-county')
  })

  it('an elimination is looked at in its own order once the steps are there', () => {
    const bare = [...toRecognition, proposed('2024-03-01'), ...life.procedureIn('2024-03', 'notAsked')]
    after(...bare.slice(0, -1))
      .when(eliminated('2024-04-12'))
      .thenRefused('no-county-approval')
    after(...bare)
      .when(eliminated('2024-04-12'))
      .thenRefused('too-early')
    after(...bare)
      .when(eliminated('2024-04-13'))
      .thenRefused('no-measure')
  })

  it('the same business fact again is no event, before anything is looked at', () => {
    after(...toRecognition)
      .when(recognised('2023-10-13'))
      .thenNothingHappens()
    after(...toNotice)
      .when(noticed('2023-10-04', '2023-10-08'))
      .thenNothingHappens()
  })
})
