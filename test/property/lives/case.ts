import type { AnyCommand } from '@rural-tracker/domain'
import { addDays, type Dice, evidenceOf, eventOf, oneOf, type Said, saidOf, sameDayIn, type Story, type Tell, whereOf } from './story.ts'

const RISKS = ['illness', 'disability', 'labourShortage', 'unstableJob', 'unsafeHouse', 'unsafeWater', 'schooling', 'flood'] as const
const CLASSES = ['marginal', 'unstableExit', 'suddenHardship', 'nearPoor', 'exitMonitored'] as const
const looked = { income: true, spending: true, house: true, school: true, insurance: true, water: true }

function risksOf(dice: Dice) {
  const first = dice.of(...RISKS)
  const second = dice.of(...RISKS)
  return first === second || dice.chance(60) ? [first] : [first, second]
}

/** Says one thing after another, each some days later; a step is left out or late here and there. */
function steps({ dice, household, today }: Tell) {
  const said: Said[] = []
  let day = today
  return {
    said,
    day: () => day,
    wait: (days: number) => {
      day = addDays(day, days)
      said.push({ after: days, command: undefined })
    },
    say: (type: string, data: object, skip = 4) => {
      if (dice.chance(skip)) return
      said.push({ command: { type, data: { ...whereOf(household), occurredOn: day, ...data } } as AnyCommand })
    },
    /** Of a notice: it has no day of its own. */
    notice: (type: string, days: number) => {
      const data = { ...whereOf(household), from: day, to: addDays(day, days - 1), fields: ['village', 'headName', 'class'] }
      said.push({ command: { type, data } as AnyCommand })
    },
  }
}

/** Visit, match, review, notice, check, decision: as they should be, or nearly. `order` is how the law asks for it. */
function procedure(
  tell: Tell,
  { say, notice, wait, said }: ReturnType<typeof steps>,
  consent: 'signed' | 'notAsked',
): 'approved' | 'rejected' | undefined {
  const { dice } = tell
  const orderly = !dice.chance(25)
  wait(dice.of(1, 2, 3, 4, 6))
  const asked = consent === 'signed' && dice.chance(8) ? { consent: 'refused', refusal: 'unwilling' } : { consent }
  say('RecordHomeVisit', { visitors: dice.of(2, 3, 1), levels: ['township'], seen: looked, difficulties: [], evidence: [], ...asked })
  if (asked.consent === 'refused') {
    if (dice.chance(30)) return undefined
    wait(dice.of(3, 9))
    say('RecordConsent', { consent: 'signed' })
  }
  wait(dice.of(0, 1, 2, 5, 6))
  say('RecordDataMatch', { doubts: [] }, 10)
  for (let round = 0; round < 2; round++) {
    wait(dice.of(1, 2))
    const agree = dice.of(25, 16, 15, 12)
    const outcome = dice.chance(10) ? 'rejected' : 'agreed'
    say('RecordVillageReview', {
      form: 'representatives',
      attended: 30,
      agree,
      disagree: 28 - agree,
      abstain: dice.of(2, 2, 2, 1),
      outcome,
      minutes: `R${said.length}`,
    })
    wait(dice.of(0, 1, 3, 4, 5))
    const days = dice.of(5, 6, 5, 4, 3)
    notice(orderly ? 'PublishCaseNotice' : 'RecordCaseNotice', days)
    if (dice.chance(8)) notice('RecordCaseNotice', days + 1)
    wait(days - (dice.chance(15) ? 1 : 0))
    if (dice.chance(45)) say('EndCaseNotice', { objections: 1, upheld: dice.chance(20) ? 1 : 0 })
    wait(dice.of(0, 1))
    const check = dice.chance(12) ? 'returned' : 'forwarded'
    say(orderly ? 'CheckCase' : 'RecordTownCheck', { outcome: check })
    if (check === 'forwarded' && outcome === 'agreed') break
    if (dice.chance(50)) return undefined
  }
  if (dice.chance(10)) return undefined
  wait(dice.of(1, 2, 5, 9))
  const decision = dice.chance(15) ? 'rejected' : 'approved'
  say('RecordCountyDecision', { outcome: decision })
  wait(dice.of(1, 0))
  say('RecordAnnouncement', {}, 15)
  return decision
}

/** A clue and what becomes of it. */
export const clue: Story = (tell) => {
  const { dice } = tell
  const course = steps(tell)
  const { say, wait, said } = course
  const evidence = evidenceOf(tell)
  const risks = risksOf(dice)
  const source = dice.of('cadreCheck', 'departmentPush', 'selfReport', 'departmentPush')
  if (dice.chance(10)) say('OpenGreenChannel', { clue: `C${tell.earlier.length}`, risk: 'flood', evidence })
  say('RegisterClue', { clue: `C${tell.earlier.length}`, source, risks, filedBy: 'self', evidence }, 2)
  if (dice.chance(30)) say('HandLeaflet', { leaflet: 'application' })
  if (dice.chance(15)) {
    wait(dice.of(3, 12))
    say('RegisterClue', { clue: `D${tell.earlier.length}`, source: 'departmentPush', risks: [], filedBy: 'other', evidence: evidence.slice(-1) })
  }
  if (dice.chance(25)) {
    wait(2)
    say('RecordHomeVisit', { visitors: 2, levels: ['village'], seen: looked, difficulties: [], evidence: [], consent: 'signed' })
    wait(dice.of(3, 6))
    say('DismissClue', { reason: 'ownMeans', explanation: { on: course.day(), how: 'visit' } })
    return said
  }
  const decided = procedure(tell, course, 'signed')
  if (decided === 'rejected' && dice.chance(50)) {
    wait(dice.of(2, 7))
    say('ExplainDecision', { how: 'visit' })
  }
  if (decided !== 'approved') return said
  wait(dice.of(1, 0, 4))
  const what = { class: dice.of(...CLASSES), risks: risks.map((kind) => ({ kind })) }
  if (!dice.chance(30)) say('RecogniseHousehold', { ...what, class: dice.of('marginal', 'unstableExit', 'suddenHardship') })
  say('RecordRecognition', { ...what, scheme: ['nearPoor', 'exitMonitored'].includes(what.class) ? '2020' : '2021' })
  if (dice.chance(60)) {
    wait(dice.of(2, 9))
    say('RecordNationalEntry', { number: `N${tell.earlier.length}`, entry: 'recognised' })
  }
  return said
}

const KINDS = ['health', 'industry', 'socialSafetyNet', 'employment', 'socialHelp', 'housingSafety', 'socialSafetyNet'] as const

/** What is done for a recognised household. */
export const help: Story = (tell) => {
  const { dice, today } = tell
  const { say, wait, said } = steps(tell)
  const onlySafetyNet = dice.chance(25)
  for (let i = 0, most = dice.upTo(2); i <= most; i++) {
    const until = !dice.chance(50) ? { until: sameDayIn(today, dice.of(12, 20, 3)) } : {}
    say('StartMeasure', { measure: `M${tell.earlier.length + i}`, kind: onlySafetyNet ? 'socialSafetyNet' : dice.of(...KINDS), risks: [], ...until })
    wait(dice.of(0, 3))
  }
  if (dice.chance(60)) say('AssignHelper', { helper: dice.of('helper:a', 'helper:b') })
  if (dice.chance(60)) say('HandLeaflet', { leaflet: dice.of('help', 'application') })
  if (dice.chance(15)) say('ReleaseHelper', { reason: 'left' })
  return said
}

/** From the proposal to the mark, some months later. */
export const elimination: Story = (tell) => {
  const { dice } = tell
  const course = steps(tell)
  const { say, wait, said } = course
  wait(dice.of(200, 170, 150, 20))
  const way = dice.of('byHelp', 'byHelp', 'byHelp', 'natural')
  say('ProposeElimination', { way })
  const decided = procedure(tell, course, 'notAsked')
  if (dice.chance(5)) say('WithdrawElimination', {})
  if (decided === undefined && dice.chance(50)) return said
  wait(dice.of(1, 0, 5))
  const natural = way === 'natural' ? { natural: { reason: 'incomeRisen', evidence: evidenceOf(tell).slice(-1) } } : {}
  if (!dice.chance(30)) say('EliminateRisk', natural)
  if (!dice.chance(30)) say('RecordElimination', { way, ...natural })
  return said
}

/** Clue, help and elimination in one go. */
export const whole: Story = (tell) => {
  const said: Said[] = [...clue(tell)]
  for (const next of [help, elimination]) {
    const today = addDays(
      tell.today,
      said.reduce((days, { after = 0 }) => days + after, 0),
    )
    said.push(...next({ ...tell, today }))
  }
  return said
}

/** What comes after: back, ended, stopped, revoked, classed otherwise. */
export const afterwards: Story = (tell) => {
  const { dice } = tell
  const { say, said } = steps(tell)
  const measure = oneOf(tell, saidOf(tell, 'StartMeasure'))
  const number = (measure?.data as { measure?: string } | undefined)?.measure
  const what = dice.of('back', 'end', 'back', 'class', 'revoke', 'withdraw', 'back', 'end')
  if (what === 'end' && number) say('EndMeasure', { measure: number, reason: dice.of('stopped', 'completed') })
  if (what === 'back') say('RollBackElimination', { reason: 'rigidSpending', evidence: [] })
  if (what === 'class') say('RecordReclassification', { scheme: '2021', class: dice.of('marginal', 'unstableExit'), reason: 'correction' })
  if (what === 'revoke') say('RecordRevocation', { round: dice.of(1, 2), reason: 'falseData' })
  if (what === 'withdraw' && measure)
    said.push({
      command: {
        type: 'WithdrawMeasure',
        data: { ...whereOf(tell.household), reverses: eventOf(measure, 0, 'monitoringCase') as never, reason: 'mistaken' },
      },
    })
  return said
}

/** A measure with a term is stopped before it is over. */
export const stopped: Story = (tell) => {
  const { say, said } = steps(tell)
  const measures = saidOf(tell, 'StartMeasure').map(({ data }) => data as { measure: string; until?: string })
  const measure = measures.findLast(({ until }) => until !== undefined) ?? measures.at(-1)
  if (measure) say('EndMeasure', { measure: measure.measure, reason: tell.dice.of('stopped', 'stopped', 'completed') })
  return said
}

/** A loss that somebody says is known and covered, until a day. */
export const waived: Story = (tell) => {
  const { say, said, wait } = steps(tell)
  const { dice, today, earlier } = tell
  say('ReportDisasterLoss', { loss: `W${earlier.length}`, kind: 'flood', amount: 10_000 }, 0)
  say('WaiveRule', { rule: 'disaster', reason: 'knownAndCovered', until: addDays(today, dice.of(30, 5, 90)), evidence: evidenceOf(tell) }, 0)
  wait(dice.of(0, 3))
  return said
}

const ENDS: Readonly<Record<string, string>> = { WaiveRule: 'EndWaiver', IncludeHousehold: 'EndInclusion', PauseWatch: 'EndPause' }

/** People over rules: waived, ended, put on the list, taken off it. */
export const people: Story = (tell) => {
  const { dice, today } = tell
  const { say, said } = steps(tell)
  const until = addDays(today, dice.of(30, 90, 5))
  const rule = dice.of(
    'disaster',
    'outpatient-cost',
    'new-serious-illness',
    'loan-overdue',
    'visit-overdue',
    'income-under-line',
    'medical-self-paid',
    'insurance-doubled',
    'benefits-ended',
    'new-disability',
    'open-risk',
  )
  const what = dice.of('waive', 'end', 'waive', 'include', 'pause', 'end')
  const act = oneOf(tell, saidOf(tell, 'WaiveRule', 'IncludeHousehold', 'PauseWatch'))
  if (what === 'waive') say('WaiveRule', { rule, reason: 'seasonal', until, evidence: evidenceOf(tell) })
  if (what === 'end' && act) say(ENDS[act.type] ?? '', { ends: eventOf(act, 0, 'monitoringCase') })
  if (what === 'include') say('IncludeHousehold', { reason: 'petition', until, evidence: [] })
  if (what === 'pause') say('PauseWatch', { reason: 'absent', until })
  return said
}
