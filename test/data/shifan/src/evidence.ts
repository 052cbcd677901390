import { later } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, type Pen } from './pen.ts'
import { ageIn, type Household } from './population.ts'
import { type Paid, planPayouts } from './payouts.ts'
import type { Risk } from './stories.ts'

type Cause = Readonly<{ risk: Risk; round: number; clueOn: string; sudden: boolean; paid: Paid }>

/** What happened to a household before its clue, as a department told it; the events that show it. */
export function planEvidence(pen: Pen, household: Household, { risk, round, clueOn, sudden, paid }: Cause): string[] {
  const on = notAtTheEnd(later(clueOn, -24))
  const told = later(clueOn, -6)
  const where = { ...inHouse(household), occurredOn: on }
  const [head, second] = household.members
  const person = (second ?? head)?.id ?? ''
  const say = (key: string, actor: string, command: Parameters<Pen['say']>[3]): string => {
    const full = `cause.${key}.${household.id}.${round}`
    pen.say(told, full, actor, command)
    return pen.ofHousehold(household, full)
  }
  const bill = (yuanEach: number) => {
    const selfPaid = yuanEach * household.members.length * 100
    planPayouts(pen, household, { round, billOn: on, told, selfPaid, paid })
    return say('bill', 'county:medical-insurance', {
      type: 'ReportMedicalBill',
      data: {
        ...where,
        bill: `c${round}`,
        person,
        care: 'inpatient',
        total: selfPaid * 3,
        reimbursed: Math.floor(selfPaid * 1.7),
        compliantSelfPaid: selfPaid,
      },
    })
  }
  switch (risk) {
    case 'illness':
      return [
        bill(sudden ? 9_000 : 5_400),
        say('ill', 'county:health', { type: 'ReportHealth', data: { ...where, person, health: 'seriousIllness' } }),
      ]
    case 'disability':
      return [say('disabled', 'county:disabled-federation', { type: 'CertifyDisability', data: { ...where, person, kind: 'physical', level: 2 } })]
    case 'accident': {
      const accident = { accident: `c${round}`, person, kind: 'traffic', amount: 3_600_000 } as const
      return [say('accident', 'town:office', { type: 'ReportAccident', data: { ...where, ...accident } }), bill(sudden ? 9_000 : 3_000)]
    }
    case 'schooling':
      return schooling(pen, household, round, on, told)
    case 'businessFailure': {
      const failure = { business: `c${round}`, branch: 'breeding', cause: 'disease', amount: 4_200_000 } as const
      return [say('failure', cadre(household), { type: 'ReportBusinessFailure', data: { ...where, ...failure } })]
    }
    case 'unstableJob': {
      const data = { ...inHouse(household), person: head?.id ?? '' }
      const since = later(on, -400)
      pen.say(later(since, 10), `cause.job.${household.id}.${round}`, cadre(household), {
        type: 'StartJob',
        data: { ...data, place: 'outside', monthlyWage: 310_000, occurredOn: since },
      })
      return [say('jobLost', 'county:human-resources', { type: 'LoseJob', data: { ...data, occurredOn: on } })]
    }
    case 'unsafeHouse': {
      const graded = say('house', 'county:housing', { type: 'GradeHouse', data: { ...where, grade: 'D' } })
      rehouse(pen, household, clueOn)
      return [graded]
    }
    case 'drought': {
      const loss = { loss: `c${round}`, kind: 'drought', amount: 1_600_000 } as const
      return [say('loss', 'county:emergency', { type: 'ReportDisasterLoss', data: { ...where, ...loss } })]
    }
    case 'labourShortage':
      return []
  }
}

/** A bill of the last days of an income year is paid in the next one, as is what an insurance gives for it. */
function notAtTheEnd(day: string): string {
  return day.slice(5) >= '09-18' && day.slice(5) <= '09-30' ? `${day.slice(0, 4)}-10-02` : day
}

function schooling(pen: Pen, household: Household, round: number, on: string, told: string): string[] {
  const year = Number(on.slice(0, 4))
  const student = household.members.find((person) => ageIn(year, person) >= 15 && ageIn(year, person) <= 18)
  if (!student) return []
  const key = `cause.school.${household.id}.${round}`
  const cost = { tuition: 820_000, board: 460_000, books: 180_000, aid: 60_000 }
  pen.say(told, key, 'county:education', {
    type: 'ReportSchoolingCost',
    data: {
      ...inHouse(household),
      person: student.id,
      schoolYear: on.slice(5) >= '09-01' ? year : year - 1,
      stage: 'vocational',
      publicSchool: true,
      ...cost,
      occurredOn: on,
    },
  })
  return [pen.ofHousehold(household, key)]
}

/** 危房改造 within five months of the clue. */
function rehouse(pen: Pen, household: Household, clueOn: string): void {
  const where = inHouse(household)
  const [approved, done] = [later(clueOn, 40), later(clueOn, 150)]
  pen.say(approved, `cause.housing.${household.id}`, 'county:housing', {
    type: 'ApproveHousing',
    data: { ...where, programme: 'houseRenovation', occurredOn: approved },
  })
  pen.say(later(done, 4), `cause.rehoused.${household.id}`, cadre(household), {
    type: 'Rehouse',
    data: { ...where, programme: 'houseRenovation', occurredOn: done },
  })
}
