import type { AnyCommand } from '@rural-tracker/domain'
import { COST, LINE } from './parameters.ts'
import { ago, eventOf, oneOf, PEOPLE, personOf, saidOf, sameDayIn, type Story, type Tell, VILLAGES, whereOf } from './story.ts'

/** One report about the household or one of its people, true today or some days ago. */
function told(make: (tell: Tell & { on: string; person: string }) => readonly [string, object] | undefined): Story {
  return (tell) => {
    const { dice, household, today } = tell
    const on = ago(today, dice.of(0, 0, 1, 5, 20, 60))
    const said = make({ ...tell, on, person: personOf(household, dice.upTo(PEOPLE.length - 1)) })
    return said ? [{ command: { type: said[0], data: { ...whereOf(household), ...said[1] } } as AnyCommand }] : []
  }
}
const number = ({ earlier }: Tell) => `n${earlier.length}`
/** An amount that meets a limit, or lies one fen beside it, or halves it. */
const near = ({ dice }: Tell, limit: number) => dice.of(limit, limit - 1, limit / 2, limit + 1, limit / 2)
const monthsBack = (today: string, months: number) => sameDayIn(`${today.slice(0, 7)}-01`, -months).slice(0, 7)

const labour = told(({ dice, on, person }) => ['ReportLabour', { person, occurredOn: on, labour: dice.of('ordinary', 'lost', 'none', 'weak') }])
const health = told(({ dice, on, person }) => [
  'ReportHealth',
  { person, occurredOn: on, health: dice.of('seriousIllness', 'disabled', 'chronic', 'healthy') },
])
const disability = told(({ on, person }) => ['CertifyDisability', { person, occurredOn: on, kind: 'visual', level: 2 }])
const bill = told((tell) => {
  const { dice, on, person } = tell
  const care = dice.of('inpatient', 'outpatient', 'inpatient', 'chronicOutpatient')
  const compliantSelfPaid = near(tell, care === 'inpatient' ? dice.of(COST, 2 * COST) : 50_000)
  return ['ReportMedicalBill', { person, occurredOn: on, bill: number(tell), care, total: 3_000_000, reimbursed: 0, compliantSelfPaid }]
})
const school = told(({ dice, on, household }) => {
  const reason = dice.chance(20) ? { reason: 'health' } : {}
  const person = personOf(household, dice.of(2, 3))
  return ['ReportSchoolStatus', { person, occurredOn: on, stage: 'junior', status: dice.of('droppedOut', 'enrolled', 'droppedOut'), ...reason }]
})
const schooling = told((tell) => {
  const { dice, on, household } = tell
  const stage = dice.of('senior', 'vocational', 'junior')
  const words = {
    schoolYear: dice.of(2023, 2022, 2024),
    stage,
    publicSchool: !dice.chance(15),
    board: dice.of(0, 300_000),
    books: 0,
    aid: dice.of(0, 1, 50_000),
  }
  return ['ReportSchoolingCost', { person: personOf(household, dice.of(3, 2)), occurredOn: on, tuition: near(tell, 2 * COST), ...words }]
})
const insurance = told(({ dice, on, person }) => [
  'ReportInsurance',
  {
    person,
    occurredOn: on,
    year: Number(on.slice(0, 4)) - dice.of(0, 0, 1),
    basic: dice.of('both', 'none', 'resident'),
    seriousIllness: !dice.chance(20),
  },
])
const house = told(({ dice, on }) => ['GradeHouse', { occurredOn: on, grade: dice.of('D', 'B', 'C') }])
const water = told(({ dice, on }) => [
  'CheckWater',
  { occurredOn: on, quality: dice.chance(50), quantity: true, reliability: true, access: !dice.chance(20) },
])
const job = told(({ dice, on, person }) => [
  'StartJob',
  { person, occurredOn: ago(on, dice.of(200, 30, 0)), place: 'county', monthlyWage: dice.of(300_000, 250_000) },
])
const jobLost = told((tell) => {
  const started = oneOf(tell, saidOf(tell, 'StartJob'))
  const { person } = (started?.data ?? tell) as { person: string }
  return ['LoseJob', { person, occurredOn: tell.on }]
})
const disaster = told((tell) => ['ReportDisasterLoss', { loss: number(tell), kind: 'flood', amount: tell.dice.of(10_000, 0), occurredOn: tell.on }])
const accident = told((tell) => ['ReportAccident', { accident: number(tell), kind: 'traffic', amount: 5_000, occurredOn: tell.on }])
const failure = told((tell) => [
  'ReportBusinessFailure',
  { business: number(tell), branch: 'breeding', cause: 'disease', amount: 9_000, occurredOn: tell.on },
])
const recovery = told((tell) => {
  const shock = oneOf(tell, saidOf(tell, 'ReportDisasterLoss', 'ReportAccident', 'ReportBusinessFailure'))
  return shock && ['ReportRecovery', { recovers: eventOf(shock), how: 'rebuilt', occurredOn: tell.on }]
})
const benefit = told((tell) => {
  const { dice, on } = tell
  const granted = oneOf(tell, saidOf(tell, 'GrantBenefit'))
  const number = (granted?.data as { benefit?: string } | undefined)?.benefit ?? 'B0'
  if (granted && dice.chance(65))
    return ['EndBenefit', { benefit: number, reason: dice.of('reviewed', 'contractEnded', 'incomeRisen', 'other'), occurredOn: on }]
  return [
    'GrantBenefit',
    { benefit: `B${tell.earlier.length}`, kind: dice.of('livingAllowance', 'pension'), monthly: 40_000, occurredOn: ago(on, dice.of(30, 0)) },
  ]
})
const visit = told(({ on }) => ['VisitHousehold', { visitor: 'helper', occurredOn: on }])
const risk = told(({ dice, on }) => ['ReportRisk', { risk: dice.of('illness', 'flood'), occurredOn: on }])
const riskOver = told((tell) => {
  const one = oneOf(tell, saidOf(tell, 'ReportRisk'))
  if (!one) return undefined
  if (tell.dice.chance(30)) return ['WithdrawRisk', { reverses: eventOf(one), reason: 'mistaken' }]
  return ['ClearRisk', { clears: eventOf(one), occurredOn: tell.on }]
})
const death = told(({ on, person }) => ['ReportDeath', { person, occurredOn: on }])
const leaving = told(({ on, person }) => ['RemoveMember', { person, occurredOn: on, reason: 'movedOut' }])
const returning = told((tell) => {
  const gone = oneOf(tell, saidOf(tell, 'RemoveMember', 'ReportDeath'))
  if (!gone) return undefined
  const { person } = gone.data as { person: string }
  return ['AddMember', { ...words, person, bornIn: '1990-02', relation: 'other', reason: 'returned', occurredOn: tell.on }]
})
const words = { sex: 'female', standingFacts: [], carries: [] } as const
const exit = told(({ on }) => ['ExitPoverty', { occurredOn: on }])
const rehousing: Story = ({ household, today }) => {
  const programme = { ...whereOf(household), programme: 'houseRenovation', occurredOn: today }
  return (['ApproveHousing', 'Rehouse'] as const).map((type) => ({ command: { type, data: programme } as AnyCommand }))
}
const closing = told((tell) => {
  const closed = oneOf(tell, saidOf(tell, 'CloseHousehold'))
  if (!closed) return ['CloseHousehold', { reason: 'movedAway', occurredOn: tell.on }]
  if (tell.dice.chance(50)) return ['WithdrawClosing', { reverses: eventOf(closed), reason: 'mistaken' }]
  return ['WithdrawClosing', { reverses: eventOf(closed), reason: 'returned', occurredOn: tell.today }]
})
/** Everybody goes. */
const emptied: Story = ({ household, today }) =>
  PEOPLE.map((_, i) => ({
    command: {
      type: 'RemoveMember',
      data: { ...whereOf(household), person: personOf(household, i), occurredOn: today, reason: 'married' },
    } as AnyCommand,
  }))

/** Income of a window as the old export says it. */
const income = told((tell) => {
  const { dice, today } = tell
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '10-01' ? 1 : 0)
  const members = dice.of(4, 3)
  const parts = {
    wages: near(tell, members * (LINE + dice.of(0, 50_000, 120_000))),
    business: 0,
    property: 0,
    transfers: dice.of(0, 7_000_000),
    businessCost: 0,
  }
  const window = { from: `${year - 1}-10-01`, to: `${year}-09-30` }
  return ['ReportIncome', { window, members, parts, compliantSelfPaid: dice.of(0, 3, 900_000), insurancePayout: dice.of(0, 2) }]
})
/** Income collected entry by entry, all of it or not. */
const entries: Story = (tell) => {
  const { dice, household, today } = tell
  const last = monthsBack(today, dice.of(1, 2, 0))
  const first = sameDayIn(`${last}-01`, -11).slice(0, 7)
  const months = dice.of({ from: first, to: last }, { from: sameDayIn(`${last}-01`, -14).slice(0, 7), to: last }, { from: last, to: last })
  const say = (type: string, data: object) => ({ command: { type, data: { ...whereOf(household), ...data } } as AnyCommand })
  const person = dice.chance(60) ? { person: personOf(household, dice.of(0, 1)) } : {}
  const amount = near(tell, 4 * LINE)
  const end = sameDayIn(`${last}-01`, 1)
  const window = { from: `${first}-01`, to: ago(end, 1) }
  return [
    say('RecordIncome', {
      entry: `E${tell.earlier.length}`,
      kind: dice.of('migrantWage', 'cropSales', 'localWage'),
      months,
      amount,
      source: 'told',
      ...person,
    }),
    ...(dice.chance(40)
      ? [
          say('RecordIncome', {
            entry: `F${tell.earlier.length}`,
            kind: dice.of('pension', 'oneOffRelief', 'rent'),
            months,
            amount: 70_001,
            source: 'bank',
          }),
        ]
      : []),
    ...(dice.chance(50)
      ? [
          say('RecordExpense', {
            entry: `G${tell.earlier.length}`,
            kind: dice.of('businessCost', 'migrantLiving', 'housing'),
            months,
            amount: 50_003,
          }),
        ]
      : []),
    ...(dice.chance(15)
      ? [say('ReportInsurancePayout', { policy: `I${tell.earlier.length}`, kind: 'accident', amount: 300_000, occurredOn: ago(today, 40) })]
      : []),
    ...(dice.chance(80) ? [say('CollectIncome', { window, collector: 'helper', collectedOn: today })] : []),
  ]
}

const loan: Story = (tell) => {
  const { dice, household, today } = tell
  const village = VILLAGES[0]
  const one = `L${household.slice(-1)}`
  const say = (type: string, data: object) => ({ command: { type, data: { village, loan: one, occurredOn: today, ...data } } as AnyCommand })
  const what = dice.of('overdue', 'repay', 'renew', 'overdue')
  return [
    say('GrantLoan', { household, amount: 20_000, dueOn: today }),
    ...(what === 'overdue' ? [say('ReportLoanOverdue', {})] : []),
    ...(what === 'repay' ? [say('RepayLoan', { amount: dice.of(10_000, 20_000) })] : []),
    ...(what === 'renew' ? [say('RenewLoan', { dueOn: today })] : []),
  ]
}
const dividend: Story = (tell) => {
  const { dice, household, today } = tell
  const ofPartner = { division: '431224105000', partnership: dice.of('T1', 'T2'), occurredOn: ago(today, dice.of(360, 100, 0, 395)) }
  const say = (type: string, data: object) => ({ command: { type, data: { ...ofPartner, ...data } } as AnyCommand })
  return [
    say('AgreePartnership', { title: '豆腐' }),
    say('LinkHousehold', { household, persons: [personOf(household, 0)] }),
    ...(dice.chance(85) ? [say('DistributeDividend', { household, amount: 10_000 })] : []),
  ]
}

/** Somebody founds a household of their own, and what was said of them comes along. */
const split: Story = (tell) => {
  const { dice, household, today } = tell
  const into = 'H00003'
  const person = personOf(household, dice.of(1, 3))
  const here = whereOf(household)
  const known = saidOf(tell, 'ReportHealth').filter(({ data }) => (data as { person?: string }).person === person)
  const carries = known.slice(-1).map((command) => {
    const { occurredOn: on, health: is } = command.data as { occurredOn: string; health: 'healthy' }
    return { fact: 'health' as const, event: eventOf(command), revision: 1, on, health: is }
  })
  const say = (type: string, data: object) => ({ command: { type, data } as AnyCommand })
  return [
    say('SplitHousehold', { ...here, into, persons: [person], occurredOn: today }),
    say('RegisterHousehold', { household: into, registeredIn: VILLAGES[0], kind: 'ordinary', occurredOn: today }),
    say('AddMember', {
      household: into,
      registeredIn: VILLAGES[0],
      ...words,
      carries,
      person,
      bornIn: '1983-11',
      relation: 'head',
      reason: dice.of('split', 'split', 'married'),
      occurredOn: today,
    }),
  ]
}

/** Somebody who earned most, or as much as another, has no job any more. */
const outOfWork: Story = (tell) => {
  const { dice, household, today } = tell
  const who = dice.of(0, 1)
  const say = (type: string, i: number, data: object) => ({
    command: { type, data: { ...whereOf(household), person: personOf(household, i), ...data } } as AnyCommand,
  })
  const started = (i: number) =>
    say('StartJob', i, { place: 'county', monthlyWage: dice.of(300_000, 250_000), occurredOn: ago(today, dice.of(200, 230, 90)) })
  return [started(0), ...(dice.chance(40) ? [started(1)] : []), say('LoseJob', who, { occurredOn: ago(today, dice.of(0, 10)) })]
}
/** A benefit that was there and is not any more. */
const benefitOver: Story = ({ dice, household, today, earlier }) => {
  const of = { ...whereOf(household), benefit: `B${earlier.length}` }
  const say = (type: string, data: object) => ({ command: { type, data: { ...of, ...data } } as AnyCommand })
  return [
    say('GrantBenefit', { kind: dice.of('pension', 'livingAllowance'), monthly: 40_000, occurredOn: ago(today, 50) }),
    say('EndBenefit', { reason: dice.of('reviewed', 'contractEnded', 'other', 'incomeRisen', 'died'), occurredOn: ago(today, dice.of(0, 30)) }),
  ]
}
/** All that can be known of who can work, told at last: of a day long ago. */
const labourAtLast: Story = ({ dice, household, today }) =>
  PEOPLE.map((_, i) => {
    const occurredOn = dice.of('2022-11-20', today)
    const data = { ...whereOf(household), person: personOf(household, i), labour: dice.of('lost', 'none', 'lost', 'none', 'ordinary'), occurredOn }
    return { command: { type: 'ReportLabour', data } as AnyCommand }
  })

/** To the other village, or to another province, where other parameters are in force. */
const moving = told(({ dice, on }) => ['MoveHousehold', { to: dice.of(VILLAGES[0], '520201001201', VILLAGES[1]), occurredOn: on }])

const WITHDRAWABLE = [
  'ReportHealth',
  'ReportMedicalBill',
  'LoseJob',
  'StartJob',
  'ReportDisasterLoss',
  'GradeHouse',
  'ReportDeath',
  'RecordIncome',
  'CollectIncome',
  'ReportLabour',
  'VisitHousehold',
  'EndBenefit',
  'GrantBenefit',
]
/** Something was said by mistake. */
const withdrawn = told((tell) => {
  const one = oneOf(tell, saidOf(tell, ...WITHDRAWABLE))
  return one && ['WithdrawReport', { reverses: eventOf(one), reason: 'mistaken' }]
})
/** Something was said in good faith, and is said again. */
const corrected = told((tell) => {
  const { dice } = tell
  const one = oneOf(tell, saidOf(tell, 'ReportIncome', 'RecordIncome', 'ReportMedicalBill'))
  if (!one) return undefined
  const { registeredIn: _r, household: _h, occurredOn: _o, ...is } = one.data as unknown as Record<string, unknown>
  if (one.type === 'ReportIncome') {
    const parts = { ...(is.parts as object), wages: 4 * LINE + dice.of(0, 900_000, -1) }
    return ['CorrectIncome', { is: { ...is, parts }, reason: 'typing' }]
  }
  if (one.type === 'RecordIncome') {
    const { entry, ...words } = is
    return ['CorrectIncomeEntry', { entry, is: { ...words, amount: near(tell, 4 * LINE) + dice.of(0, 700_000) }, reason: 'concealed' }]
  }
  const { bill: which, ...words } = is
  return ['CorrectMedicalBill', { bill: which, is: { ...words, compliantSelfPaid: dice.of(COST, COST - 1, 0) }, reason: 'recalculated' }]
})

/** Signs that are weak alone, close together. */
export const weakSigns: readonly (readonly [number, Story])[] = [
  [3, health],
  [2, disability],
  [4, bill],
  [3, insurance],
  [3, loan],
  [2, dividend],
  [4, benefitOver],
  [4, schooling],
  [1, withdrawn],
]
/** Work, wages, and who can work. */
export const work: readonly (readonly [number, Story])[] = [
  [4, outOfWork],
  [2, job],
  [2, jobLost],
  [3, entries],
  [3, labour],
  [3, labourAtLast],
  [3, income],
  [3, corrected],
  [1, withdrawn],
]
/** What a guarantee is told by. */
export const guarantees: readonly (readonly [number, Story])[] = [
  [2, school],
  [2, house],
  [1, water],
  [2, insurance],
]
/** Who belongs to it, until nobody does. */
export const comings: readonly (readonly [number, Story])[] = [
  [3, emptied],
  [1, leaving],
  [1, death],
  [2, returning],
]
export const visits: readonly (readonly [number, Story])[] = [[1, visit]]
/** What a household lives on. */
export const incomes: readonly (readonly [number, Story])[] = [
  [4, income],
  [3, entries],
  [1, bill],
  [2, corrected],
]
export const splitting = split
export const nobodyCanWork = labourAtLast

/** Everything is as it should be: nothing keeps its risk from being eliminated. */
export const wellOff: Story = ({ household, today }) => {
  const here = whereOf(household)
  const say = (type: string, data: object) => ({ command: { type, data: { ...here, ...data } } as AnyCommand })
  const of = (i: number, type: string, data: object) => say(type, { person: personOf(household, i), occurredOn: today, ...data })
  const year = Number(today.slice(0, 4)) - 1
  const parts = { wages: 16 * LINE, business: 0, property: 0, transfers: 0, businessCost: 0 }
  const insured = { basic: 'resident', seriousIllness: true }
  return [
    say('ReportIncome', { window: { from: `${year - 1}-10-01`, to: `${year}-09-30` }, members: 4, parts, compliantSelfPaid: 0, insurancePayout: 0 }),
    say('GradeHouse', { grade: 'B', occurredOn: today }),
    say('CheckWater', { quality: true, quantity: true, reliability: true, access: true, occurredOn: today }),
    ...PEOPLE.flatMap((_, i) => [
      of(i, 'ReportLabour', { labour: i < 2 ? 'ordinary' : 'none' }),
      ...[0, 1, 2].map((later) => of(i, 'ReportInsurance', { year: year + 1 + later, ...insured })),
    ]),
    of(2, 'ReportSchoolStatus', { stage: 'primary', status: 'enrolled' }),
  ]
}

/** Each with how often it is told. */
export const circumstances: readonly (readonly [number, Story])[] = [
  [3, labour],
  [4, health],
  [2, disability],
  [6, bill],
  [3, school],
  [3, schooling],
  [3, insurance],
  [2, house],
  [2, water],
  [3, job],
  [4, jobLost],
  [2, disaster],
  [2, accident],
  [2, failure],
  [2, recovery],
  [4, benefit],
  [3, visit],
  [2, risk],
  [2, riskOver],
  [1, death],
  [1, leaving],
  [1, returning],
  [1, exit],
  [1, rehousing],
  [2, closing],
  [2, moving],
  [1, emptied],
  [5, income],
  [5, entries],
  [3, loan],
  [2, dividend],
  [1, split],
  [2, withdrawn],
  [3, corrected],
]
