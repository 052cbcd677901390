import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, knownAfter, type Pen } from './pen.ts'
import { ageIn, type Household, type Person } from './population.ts'
import type { Sign } from './signs.ts'
import { TARGETS } from './targets.ts'

type Somebody = Readonly<{ household: Household; person: Person }>

/** What departments tell the township of households that have no case of their own; a part is late, a part was wrong and is put right. */
export class Feeds {
  readonly signs: Sign[] = []
  readonly #pen: Pen
  readonly #random = seeded(41)
  readonly #households: readonly Household[]
  readonly #people: readonly Somebody[]

  constructor(pen: Pen, households: readonly Household[]) {
    this.#pen = pen
    this.#households = households
    this.#people = households.flatMap((household) => household.members.map((person) => ({ household, person })))
  }

  planAll(): void {
    this.#bills()
    this.#schools()
    this.#health()
    this.#jobs()
    this.#shocks()
    this.#benefits()
  }

  #day(from: string = '2019-01-10', to: string = '2026-05-20'): string {
    return dayBetween(this.#random, from, to)
  }

  #some(count: number, fits: (one: Somebody) => boolean = () => true): readonly Somebody[] {
    return pick(this.#random, this.#people.filter(fits), count)
  }

  /** Says it, late now and then; one in thirteen was wrong and is withdrawn. */
  #tell(
    on: string,
    key: string,
    household: Household,
    sign: Pick<Sign, 'risk' | 'department'> | undefined,
    command: Parameters<Pen['say']>[3],
    lasting = false,
  ): string {
    const known = knownAfter(this.#random, on)
    const event = this.#pen.ofHousehold(household, key)
    this.#pen.say(known, key, sign?.department === 'health' ? 'county:health' : cadre(household), command)
    if (!lasting && this.#random() < 0.08) {
      this.#pen.say(later(known, between(this.#random, 2, 25)), `withdrawn.${key}`, 'town:office', {
        type: 'WithdrawReport',
        data: { ...inHouse(household), reverses: event, reason: this.#random() < 0.5 ? 'mistaken' : 'wrongHousehold' },
      })
    } else if (sign) this.signs.push({ household, event, known, ...sign })
    return known
  }

  /** Hospital bills: a few are over the warning line; one in twelve is settled anew. */
  #bills(): void {
    this.#some(TARGETS.bills).forEach(({ household, person }, n) => {
      const on = this.#day()
      const over = n % 17 === 0
      const total = (over ? between(this.#random, 22_000, 60_000) : between(this.#random, 900, 9_000)) * 100
      const compliantSelfPaid = over ? Math.floor(total * 0.35) : Math.floor(total * 0.18)
      const bill = {
        person: person.id,
        care: n % 5 === 0 ? 'outpatient' : 'inpatient',
        total,
        reimbursed: Math.floor(total * 0.6),
        compliantSelfPaid,
      } as const
      const id = `b${n + 1}`
      const key = `bill.${id}`
      const known = knownAfter(this.#random, on)
      this.#pen.say(known, key, 'county:medical-insurance', {
        type: 'ReportMedicalBill',
        data: { ...inHouse(household), bill: id, ...bill, occurredOn: on },
      })
      this.signs.push({ household, event: this.#pen.ofHousehold(household, key), known, risk: 'illness', department: 'medicalInsurance' })
      if (this.#random() >= 0.08) return
      const is = { ...bill, compliantSelfPaid: Math.floor(compliantSelfPaid * 0.8) }
      this.#pen.say(later(known, between(this.#random, 5, 40)), `billCorrection.${id}`, 'county:medical-insurance', {
        type: 'CorrectMedicalBill',
        data: { ...inHouse(household), bill: id, is, reason: 'recalculated' },
      })
    })
    this.#some(40).forEach(({ household }, n) => {
      const occurredOn = this.#day('2021-03-01')
      this.#tell(occurredOn, `payout.${n + 1}`, household, undefined, {
        type: 'ReportInsurancePayout',
        data: {
          ...inHouse(household),
          policy: `p${n + 1}`,
          kind: 'preventionInsurance',
          amount: between(this.#random, 800, 9_000) * 100,
          occurredOn,
        },
      })
    })
  }

  #schools(): void {
    this.#some(TARGETS.dropOuts, ({ person }) => ageIn(2023, person) === 13).forEach(({ household, person }, n) => {
      const data = { ...inHouse(household), person: person.id, stage: 'junior' } as const
      const out = `${2022 + n}-10-11`
      this.#tell(
        out,
        `dropOut.${person.id}`,
        household,
        { risk: 'schooling', department: 'education' },
        { type: 'ReportSchoolStatus', data: { ...data, status: 'droppedOut', reason: 'other', occurredOn: out } },
        true,
      )
      const back = later(out, 75)
      this.#tell(
        back,
        `backAtSchool.${person.id}`,
        household,
        undefined,
        { type: 'ReportSchoolStatus', data: { ...data, status: 'enrolled', occurredOn: back } },
        true,
      )
    })
    const students = this.#some(TARGETS.schoolingCosts, ({ person }) => ageIn(2022, person) >= 12 && ageIn(2022, person) <= 16)
    for (const { household, person } of students) {
      const schoolYear = Number(person.bornIn.slice(0, 4)) + 16
      const occurredOn = `${schoolYear}-09-05`
      if (occurredOn > TARGETS.to) continue
      const cost = { tuition: between(this.#random, 5_000, 9_000) * 100, board: 420_000, books: 160_000, aid: 50_000 }
      this.#tell(
        occurredOn,
        `schoolCost.${person.id}`,
        household,
        { risk: 'schooling', department: 'education' },
        {
          type: 'ReportSchoolingCost',
          data: { ...inHouse(household), person: person.id, schoolYear, stage: 'vocational', publicSchool: true, ...cost, occurredOn },
        },
      )
    }
  }

  #health(): void {
    this.#some(TARGETS.illnesses).forEach(({ household, person }) => {
      const occurredOn = this.#day()
      this.#tell(
        occurredOn,
        `ill.${person.id}`,
        household,
        { risk: 'illness', department: 'health' },
        {
          type: 'ReportHealth',
          data: { ...inHouse(household), person: person.id, health: 'seriousIllness', occurredOn },
        },
      )
    })
    this.#some(TARGETS.disabilities).forEach(({ household, person }) => {
      const occurredOn = this.#day()
      const kind = this.#random() < 0.6 ? 'physical' : 'hearing'
      this.#tell(
        occurredOn,
        `disabled.${person.id}`,
        household,
        { risk: 'disability', department: 'disabledFederation' },
        {
          type: 'CertifyDisability',
          data: { ...inHouse(household), person: person.id, kind, level: between(this.#random, 1, 4), occurredOn },
        },
      )
    })
  }

  /** Jobs, and who lost them: a part of those are the main earners of their households. */
  #jobs(): void {
    const adult = ({ person }: Somebody) => ageIn(2019, person) >= 18 && ageIn(2019, person) < 56
    const heads = this.#some(TARGETS.mainEarnersLost, (one) => adult(one) && one.household.registered && one.person.relation === 'head')
    const others = this.#some(TARGETS.jobs - heads.length, (one) => adult(one) && !heads.includes(one))
    ;[...heads, ...others].forEach(({ household, person }, n) => {
      const on = this.#day('2019-03-01', '2024-12-01')
      const place = n % 3 === 0 ? 'county' : 'outside'
      const data = { ...inHouse(household), person: person.id }
      this.#tell(
        on,
        `job.${person.id}`,
        household,
        undefined,
        { type: 'StartJob', data: { ...data, place, monthlyWage: between(this.#random, 1_900, 4_800) * 100, occurredOn: on } },
        true,
      )
      if (n >= TARGETS.jobsLost) return
      const lostOn = later(on, between(this.#random, 200, 500))
      this.#tell(
        lostOn,
        `jobLost.${person.id}`,
        household,
        { risk: 'unstableJob', department: 'humanResources' },
        { type: 'LoseJob', data: { ...data, occurredOn: lostOn } },
        true,
      )
      if (n % 2)
        this.#tell(
          later(lostOn, 120),
          `jobAgain.${person.id}`,
          household,
          undefined,
          { type: 'StartJob', data: { ...data, place: 'county', monthlyWage: 260_000, occurredOn: later(lostOn, 120) } },
          true,
        )
    })
    this.#some(30, adult).forEach(({ household, person }) => {
      const occurredOn = this.#day()
      this.#tell(occurredOn, `business.${person.id}`, household, undefined, {
        type: 'StartBusiness',
        data: { ...inHouse(household), person: person.id, occurredOn },
      })
    })
  }

  /** Two events that struck a village each, and what strikes one household at a time. */
  #shocks(): void {
    this.#struck('flood', '999001001207', '2022-06-14', 34)
    this.#struck('drought', '999001001215', '2025-07-22', TARGETS.losses - 34)
    this.#some(TARGETS.accidents).forEach(({ household, person }, n) => {
      const occurredOn = this.#day()
      const accident = {
        accident: `a${n + 1}`,
        person: person.id,
        kind: n % 3 === 0 ? 'traffic' : 'fall',
        amount: between(this.#random, 2_000, 40_000) * 100,
      } as const
      const known = this.#tell(
        occurredOn,
        `accident.${n + 1}`,
        household,
        { risk: 'accident', department: 'transport' },
        { type: 'ReportAccident', data: { ...inHouse(household), ...accident, occurredOn } },
        true,
      )
      this.#recovers(household, `accident.${n + 1}`, later(known, 90))
    })
    this.#some(TARGETS.failures).forEach(({ household }, n) => {
      const occurredOn = this.#day()
      const failure = {
        business: `f${n + 1}`,
        branch: n % 2 ? 'breeding' : 'planting',
        cause: n % 2 ? 'disease' : 'market',
        amount: between(this.#random, 3_000, 50_000) * 100,
      } as const
      const known = this.#tell(
        occurredOn,
        `failure.${n + 1}`,
        household,
        { risk: 'businessFailure', department: 'agriculture' },
        { type: 'ReportBusinessFailure', data: { ...inHouse(household), ...failure, occurredOn } },
        true,
      )
      this.#recovers(household, `failure.${n + 1}`, later(known, 120))
    })
    this.#pen.say('2023-03-04', 'bulk.1', 'town:office', {
      type: 'ReportBulkEvent',
      data: { village: '999001001211', event: 'e1', kind: 'priceFall', households: 12, occurredOn: '2023-03-01' },
    })
  }

  #struck(kind: 'flood' | 'drought', village: string, on: string, households: number): void {
    this.#pen.say(later(on, 1), `disaster.${kind}`, 'town:office', {
      type: 'ReportDisaster',
      data: { village, disaster: kind, kind, households, occurredOn: on },
    })
    for (const household of pick(
      this.#random,
      this.#households.filter((one) => one.village === village),
      households,
    )) {
      const key = `loss.${kind}.${household.id}`
      const loss = { loss: `${kind}.${household.id}`, kind, disaster: kind, amount: between(this.#random, 1_500, 20_000) * 100 }
      const day = later(on, between(this.#random, 0, 3))
      const known = this.#tell(
        day,
        key,
        household,
        { risk: kind === 'flood' ? 'flood' : 'drought', department: 'emergency' },
        { type: 'ReportDisasterLoss', data: { ...inHouse(household), ...loss, occurredOn: day } },
        true,
      )
      this.#recovers(household, key, later(known, 60))
    }
  }

  #recovers(household: Household, key: string, around: string): void {
    const on = later(around, between(this.#random, 0, 60))
    if (this.#random() < 0.1 || on > '2026-06-20') return
    this.#pen.say(later(on, 5), `recovered.${key}`, cadre(household), {
      type: 'ReportRecovery',
      data: { ...inHouse(household), recovers: this.#pen.ofHousehold(household, key), how: 'recovered', occurredOn: on },
    })
  }

  #benefits(): void {
    this.#some(TARGETS.benefits).forEach(({ household, person }, n) => {
      const on = this.#day('2019-02-01', '2025-06-01')
      const benefit = `n${n + 1}`
      const kind = n % 3 === 0 ? 'livingAllowance' : n % 3 === 1 ? 'disabilityAllowance' : 'publicWelfarePost'
      this.#tell(
        on,
        `benefit.${benefit}`,
        household,
        undefined,
        {
          type: 'GrantBenefit',
          data: { ...inHouse(household), benefit, person: person.id, kind, monthly: between(this.#random, 300, 900) * 100, occurredOn: on },
        },
        true,
      )
      if (n >= TARGETS.benefitsEnded) return
      const ended = later(on, between(this.#random, 100, 330))
      const reason = n % 3 === 0 ? 'reviewed' : 'contractEnded'
      this.#tell(
        ended,
        `benefitEnded.${benefit}`,
        household,
        { risk: 'other', department: 'civilAffairs' },
        { type: 'EndBenefit', data: { ...inHouse(household), benefit, reason, occurredOn: ended } },
        true,
      )
    })
  }
}

/** 小额贷款 and shares in a partnership. */
export function planLoans(pen: Pen, registered: readonly Household[]): Sign[] {
  const random: Random = seeded(42)
  const signs: Sign[] = []
  pick(random, registered, TARGETS.loans).forEach((household, n) => {
    const on = dayBetween(random, '2019-02-01', '2024-06-01')
    const loan = { village: household.village, loan: `s${n + 1}` }
    const key = (what: string) => `loan.${what}.${n + 1}`
    const amount = between(random, 10, 50) * 100_000
    const dueOn = later(on, 365)
    const bank = 'bank:rcb'
    pen.say(later(on, 4), key('granted'), bank, { type: 'GrantLoan', data: { ...loan, household: household.id, amount, dueOn, occurredOn: on } })
    if (n % 4 === 0)
      pen.say(later(on, 190), key('subsidy'), 'town:finance', {
        type: 'PayInterestSubsidy',
        data: { ...loan, amount: Math.floor(amount * 0.04), occurredOn: later(on, 185) },
      })
    const renewed = n >= TARGETS.loansOverdue && n < TARGETS.loansOverdue + 12
    if (renewed)
      pen.say(later(dueOn, 1), key('renewed'), bank, { type: 'RenewLoan', data: { ...loan, dueOn: later(dueOn, 365), occurredOn: later(dueOn, -3) } })
    if (n < TARGETS.loansOverdue) {
      pen.say(later(dueOn, 6), key('overdue'), bank, { type: 'ReportLoanOverdue', data: { ...loan, occurredOn: later(dueOn, 1) } })
      if (n % 3 === 0) return
    }
    const repaid = later(dueOn, renewed ? 300 : n < TARGETS.loansOverdue ? 150 : -5)
    pen.say(later(repaid, 3), key('repaid'), bank, { type: 'RepayLoan', data: { ...loan, amount, occurredOn: repaid } })
  })
  planShares(pen, random, registered)
  return signs
}

/** Sixty households with a share; eight of them got their last dividend in 2024. */
function planShares(pen: Pen, random: Random, registered: readonly Household[]): void {
  const partnership = { division: '999001001000', partnership: 'orchard' }
  pen.say('2019-06-03', 'partnership', 'town:office', {
    type: 'AgreePartnership',
    data: { ...partnership, title: '示范果园', occurredOn: '2019-06-01' },
  })
  pen.say('2019-06-20', 'equity', 'town:finance', { type: 'InvestEquity', data: { ...partnership, amount: 60_000_000, occurredOn: '2019-06-18' } })
  const linked = pick(random, registered, 60)
  for (const household of linked) {
    pen.say('2019-07-05', `linked.${household.id}`, 'town:office', {
      type: 'LinkHousehold',
      data: { ...partnership, household: household.id, persons: household.members.map(({ id }) => id), occurredOn: '2019-07-01' },
    })
  }
  for (let year = 2020; year <= 2026; year++) {
    const getting = linked.slice(year > 2024 ? 8 : 0)
    const on = `${year}-01-15`
    pen.say(later(on, 3), `dividend.${year}`, 'town:office', {
      type: 'PayDividend',
      data: { ...partnership, amount: getting.length * 50_000, occurredOn: on },
    })
    for (const household of getting) {
      pen.say(later(on, 5), `dividend.${year}.${household.id}`, 'town:office', {
        type: 'DistributeDividend',
        data: { ...partnership, household: household.id, amount: 50_000, occurredOn: on },
      })
    }
  }
}
