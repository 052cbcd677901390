import { between, later, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { planHelp } from './help.ts'
import { cadre, inHouse, type Pen } from './pen.ts'
import { planEntry, planSteps, type Procedure } from './procedure.ts'
import { planEvidence } from './evidence.ts'
import { lastIncomeYear, type Steps } from './steps.ts'
import type { Class, Elimination, Risk, Story } from './stories.ts'
import { TARGETS } from './targets.ts'

const SCHEMES: Readonly<Record<Class, '2020' | '2021' | '2026'>> = {
  exitMonitored: '2020',
  nearPoor: '2020',
  unstableExit: '2021',
  marginal: '2021',
  suddenHardship: '2021',
  preventionObject: '2026',
}

/** Every household that was ever monitored, from its first clue to where it stands at the end. */
export function planCases(pen: Pen, stories: readonly Story[]): void {
  const random = seeded(61)
  let waiting = 0
  // One household that is monitored to the end was never handed the leaflet on help.
  const forgotten = stories.find(({ withoutLabour }) => withoutLabour)
  stories.forEach((story, n) => {
    const { household, recognition, elimination, rolledBackOn, eliminatedAgain, reMark } = story
    recognise(pen, random, story, {
      risk: story.risk,
      of: story.class,
      steps: recognition,
      round: 1,
      reported: story.reported,
      forgotten: story === forgotten,
      n,
    })
    if (elimination) eliminate(pen, story, 'e1', elimination, (story.reported && n % 2 === 0) || story.fault === 'early')
    if (rolledBackOn) rollBack(pen, story, rolledBackOn)
    if (eliminatedAgain) eliminate(pen, story, 'e2', eliminatedAgain)
    if (reMark) {
      recognise(pen, random, story, { risk: reMark.risk, of: reMark.class, steps: reMark.steps, round: 2, reported: false, forgotten: false, n })
      if (reMark.elimination) eliminate(pen, story, 'e3', reMark.elimination)
    }
    if (!elimination && !story.withoutLabour && recognition.decided < '2025-12-01' && waiting < 3) beginElimination(pen, story, waiting++)
    if (story.class === 'nearPoor' && !elimination) throw new Error(`${household.id} is of the scheme of 2020 to the end`)
  })
  changeOfScheme(pen, stories)
  revoke(pen, stories)
}

type Recognition = Readonly<{ risk: Risk; of: Class; steps: Steps; round: 1 | 2; reported: boolean; forgotten: boolean; n: number }>

function recognise(pen: Pen, random: Random, story: Story, { risk, of, steps, round, reported, forgotten, n }: Recognition): void {
  const { household, withoutLabour } = story
  const where = inHouse(household)
  const name = `r${round}`
  const paid = round === 1 ? paidBy(story) : 'prompt'
  const evidence = planEvidence(pen, household, { risk, round, clueOn: steps.from, sudden: of === 'suddenHardship', paid })
  const source = clueSource(risk, n)
  pen.say(steps.from, `clue.${household.id}.${name}`, 'town:office', {
    type: 'RegisterClue',
    data: { ...where, clue: name, ...source, risks: [risk], evidence, occurredOn: steps.from },
  })
  pen.say(steps.visit, `leaflet.application.${household.id}.${name}`, cadre(household), {
    type: 'HandLeaflet',
    data: { ...where, leaflet: 'application', occurredOn: steps.visit },
  })
  const procedure: Procedure = { household, name, steps }
  if (risk === 'accident') greenChannel(pen, story, steps, evidence, name)
  planSteps(pen, procedure, { risk, of, evidence, reported })
  if (steps.decided > TARGETS.to) return
  const marked = { ...where, class: of, risks: [{ kind: risk }], occurredOn: steps.decided }
  pen.say(
    steps.decided,
    `recognised.${household.id}.${name}`,
    'county:office',
    reported ? { type: 'RecordRecognition', data: { ...marked, scheme: SCHEMES[of] } } : { type: 'RecogniseHousehold', data: marked },
  )
  planEntry(pen, procedure, round === 1 ? 'recognised' : 'reMarked')
  const helped = later(steps.decided, between(random, 1, 9))
  pen.say(helped, `helper.${household.id}.${name}`, 'town:office', {
    type: 'AssignHelper',
    data: { ...where, helper: `helper:${household.village.slice(-3)}.${(n + round) % 4}`, occurredOn: helped },
  })
  if (!forgotten) {
    pen.say(helped, `leaflet.help.${household.id}.${name}`, cadre(household), {
      type: 'HandLeaflet',
      data: { ...where, leaflet: 'help', occurredOn: helped },
    })
  }
  const end = (round === 1 ? story.elimination : story.reMark?.elimination)?.steps.decided ?? TARGETS.to
  planHelp(pen, random, { household, risk, round, from: steps.decided, to: end, withoutLabour })
}

/** When the insurance's payment is known: in time, months after the roll-back, or never. */
function paidBy({ payout, rolledBackOn }: Story): 'prompt' | 'never' | Readonly<{ known: string }> {
  if (payout === 'late' && rolledBackOn) return { known: later(rolledBackOn, 75) }
  return payout === 'prompt' ? 'prompt' : 'never'
}

/** Who said it first, for one household after the other. */
function clueSource(risk: Risk, n: number) {
  if (n % 10 < 6) return { source: 'departmentPush', department: risk === 'illness' ? 'medicalInsurance' : 'civilAffairs', filedBy: 'other' } as const
  if (n % 10 < 8) return { source: 'cadreCheck', filedBy: 'other' } as const
  return { source: 'selfReport', filedBy: 'self' } as const
}

/** Help at once, the papers after. */
function greenChannel(pen: Pen, { household }: Story, steps: Steps, evidence: string[], name: string): void {
  const where = inHouse(household)
  const on = later(steps.from, 1)
  pen.say(on, `greenChannel.${household.id}.${name}`, 'town:office', {
    type: 'OpenGreenChannel',
    data: { ...where, clue: `g.${name}`, risk: 'accident', evidence, occurredOn: on },
  })
  pen.say(on, `measure.${household.id}.${name}.first`, cadre(household), {
    type: 'StartMeasure',
    data: { ...where, measure: `${name}.first`, kind: 'socialHelp', risks: ['accident'], occurredOn: on },
  })
}

function propose(pen: Pen, { household }: Story, name: string, { steps, way }: Elimination): void {
  pen.say(steps.from, `proposed.${household.id}.${name}`, cadre(household), {
    type: 'ProposeElimination',
    data: { ...inHouse(household), way, occurredOn: steps.from },
  })
}

function eliminate(pen: Pen, story: Story, name: string, elimination: Elimination, reported = false): void {
  const { household } = story
  const { steps, way } = elimination
  const where = { ...inHouse(household), occurredOn: steps.decided }
  propose(pen, story, name, elimination)
  planSteps(pen, { household, name, steps }, { risk: story.risk, of: undefined, evidence: [] })
  const income = `collected.${household.id}.${lastIncomeYear(steps.decided)}-09-30`
  const natural = way === 'natural' ? { natural: { reason: 'incomeRisen' as const, evidence: [pen.ofHousehold(household, income)] } } : {}
  pen.say(
    steps.decided,
    `eliminated.${household.id}.${name}`,
    'county:office',
    reported ? { type: 'RecordElimination', data: { ...where, way, ...natural } } : { type: 'EliminateRisk', data: { ...where, ...natural } },
  )
  planEntry(pen, { household, name, steps }, 'eliminated')
  if (name === 'e1' && household.members.length % 3 === 0) {
    pen.say(later(steps.decided, 30), `helperReleased.${household.id}.${name}`, 'town:office', {
      type: 'ReleaseHelper',
      data: { ...inHouse(household), reason: 'ended', occurredOn: later(steps.decided, 30) },
    })
  }
}

/** 回退: the township looked again and found that its own elimination had been weak. */
function rollBack(pen: Pen, { household }: Story, occurredOn: string): void {
  pen.say(occurredOn, `rolledBack.${household.id}`, 'town:office', {
    type: 'RollBackElimination',
    data: { ...inHouse(household), reason: 'rigidSpending', evidence: [], occurredOn },
  })
}

/** At the end one household's elimination is noticed, one is proposed, and one was taken back. */
function beginElimination(pen: Pen, story: Story, n: number): void {
  const from = later(TARGETS.to, -12)
  const steps = {
    ...story.recognition,
    from,
    visit: later(from, 1),
    match: later(from, 2),
    review: later(from, 4),
    notice: { from: later(from, 6), to: later(from, 13) },
  }
  const { household } = story
  propose(pen, story, 'e9', { steps, way: 'byHelp' })
  if (n === 0) planSteps(pen, { household, name: 'e9', steps }, { risk: story.risk, of: undefined, evidence: [], until: 'notice' })
  if (n === 1) {
    pen.say(later(from, 3), `eliminationWithdrawn.${household.id}`, cadre(household), {
      type: 'WithdrawElimination',
      data: { ...inHouse(household), occurredOn: later(from, 3) },
    })
  }
}

/** The classes of 2026 are put on whoever is still monitored. */
function changeOfScheme(pen: Pen, stories: readonly Story[]): void {
  const still = stories.filter(({ elimination, recognition }) => !elimination && recognition.decided < '2026-01-15')
  for (const { household } of still.slice(0, 12)) {
    pen.say('2026-03-02', `reclassified.${household.id}`, 'county:office', {
      type: 'RecordReclassification',
      data: { ...inHouse(household), scheme: '2026', class: 'preventionObject', reason: 'schemeChange', occurredOn: '2026-03-01' },
    })
  }
}

/** One recognition had rested on false data. */
function revoke(pen: Pen, stories: readonly Story[]): void {
  const wrong = stories.find(
    ({ elimination, class: of, recognition }) => !elimination && of === 'suddenHardship' && recognition.decided < '2026-01-01',
  )
  if (!wrong) return
  pen.say('2026-04-14', `revoked.${wrong.household.id}`, 'county:office', {
    type: 'RecordRevocation',
    data: { ...inHouse(wrong.household), round: 1, reason: 'falseData', occurredOn: '2026-04-10' },
  })
}
