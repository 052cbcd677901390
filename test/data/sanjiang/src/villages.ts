import type { Household } from './population.ts'
import { dayBetween, later, type Plan } from './plan.ts'
import { TOWNSHIP, VILLAGES, villageNamed } from './places.ts'
import { pick, seeded } from './random.ts'

const START = '2016-01-01'

/** Villages and the township: exits, facilities, doctors, roads, grid, honours, evaluations, and the few facts without a life cycle. */
export function planVillages(plan: Plan, households: readonly Household[]): void {
  const random = seeded(105)
  const town = 'town:office'
  plan.add(START, 'village.town', town, {
    type: 'RegisterVillage',
    data: { village: TOWNSHIP, level: 'township', title: '三江镇', poverty: 'none', occurredOn: START },
  })
  for (const [i, village] of VILLAGES.entries()) {
    const { code, title, poverty } = village
    const key = code.slice(-3)
    plan.add(START, `village.${key}`, town, {
      type: 'RegisterVillage',
      data: { village: code, level: 'village', poverty, occurredOn: START, ...(title ? { title } : {}) },
    })
    if (poverty !== 'none') {
      const occurredOn = `${2016 + (i % 5)}-12-20`
      plan.add(later(occurredOn, 10), `village.${key}.exit`, town, { type: 'ExitVillagePoverty', data: { village: code, occurredOn } })
    }
    for (const facility of ['clinic', 'servicePlatform', 'activityVenue', 'cultureRoom', 'elderlySquare'] as const) {
      const occurredOn = dayBetween(random, '2016-03-01', '2019-11-30')
      plan.add(later(occurredOn, 7), `facility.${key}.${facility}`, town, {
        type: 'OpenFacility',
        data: { village: code, facility, id: `${facility}.${key}`, occurredOn },
      })
    }
    const paved = dayBetween(random, '2016-05-01', '2019-10-30')
    plan.add(later(paved, 5), `trunkRoad.${key}`, town, { type: 'PaveTrunkRoad', data: { village: code, occurredOn: paved } })
    const grid = dayBetween(random, '2016-02-01', '2016-12-15')
    plan.add(later(grid, 5), `grid.${key}`, town, { type: 'RenovateGrid', data: { village: code, stage: 'renovation', occurredOn: grid } })
  }
  const adults = households.filter(({ poor }) => !poor).map(({ members }) => members[0]?.id ?? '')
  for (const [i, person] of pick(random, adults, 55).entries()) {
    const occurredOn = dayBetween(random, '2016-02-01', '2019-06-30')
    plan.add(later(occurredOn, 3), `doctor.${i}`, town, {
      type: 'AppointDoctor',
      data: { village: VILLAGES[i % 23]?.code ?? '', person, occurredOn },
    })
  }
  for (const title of ['乐园村', '梅兰村', '同堂村', '金鸡村']) {
    plan.add('2018-10-20', `gridUpgrade.${villageNamed(title).slice(-3)}`, town, {
      type: 'RenovateGrid',
      data: { village: villageNamed(title), stage: 'upgrade', occurredOn: '2018-10-10' },
    })
  }
  planHonours(plan)
  planFacts(plan)
}

type Honour =
  | 'beautifulVillages'
  | 'sanitaryVillage'
  | 'workSafety'
  | 'workSafetyModel'
  | 'workSafetyAndFire'
  | 'forestFire'
  | 'drugControl'
  | 'safeTownship'
  | 'ruleOfLawVillage'

function planHonours(plan: Plan): void {
  const award = (village: string, honour: Honour, level: 'county' | 'city' | 'province', year: number) => {
    const occurredOn = `${year}-12-25`
    plan.add(later(occurredOn, 4), `honour.${village}.${honour}.${level}.${year}`, 'town:office', {
      type: 'AwardHonour',
      data: { village, honour, level, awardedFor: year, occurredOn },
    })
  }
  award(TOWNSHIP, 'beautifulVillages', 'city', 2019)
  for (const title of ['两江村', '江东村', '梅兰村']) award(villageNamed(title), 'sanitaryVillage', 'city', 2018)
  for (const title of ['三江村', '西湖村', '龙泉山村']) award(villageNamed(title), 'sanitaryVillage', 'province', 2019)
  for (const year of [2016, 2017, 2018, 2019, 2020]) {
    award(TOWNSHIP, 'workSafety', 'county', year)
    award(TOWNSHIP, 'safeTownship', 'county', year)
    if (year <= 2018) award(TOWNSHIP, 'forestFire', 'county', year)
    if (year !== 2019) award(TOWNSHIP, 'drugControl', 'county', year)
    if (year >= 2019) for (const level of ['county', 'city'] as const) award(TOWNSHIP, 'workSafetyAndFire', level, year)
  }
  award(TOWNSHIP, 'workSafetyModel', 'city', 2017)
  award(TOWNSHIP, 'safeTownship', 'city', 2020)
  award(villageNamed('金兰村'), 'ruleOfLawVillage', 'province', 2020)
  const evaluations = [
    ['thirdParty', '2019-11-20'],
    ['povertyCensus', '2020-08-10'],
    ['relocationReview', '2020-09-15'],
    ['fieldAssessment', '2020-12-05'],
  ] as const
  for (const [evaluation, occurredOn] of evaluations) {
    const village = evaluation === 'fieldAssessment' ? villageNamed('龙山村') : TOWNSHIP
    plan.add(later(occurredOn, 15), `evaluation.${evaluation}`, 'town:office', {
      type: 'PassEvaluation',
      data: { village, evaluation, problems: 0, occurredOn },
    })
  }
  plan.add('2019-09-30', 'facility.estate', 'town:office', {
    type: 'OpenFacility',
    data: { village: TOWNSHIP, facility: 'estate', id: 'changsi', occurredOn: '2019-09-28' },
  })
}

/** The rows that `FactRecorded` may carry; the test names them too. */
function planFacts(plan: Plan): void {
  const facts = [
    ['enforcement', 'mahjongTables', 26, 'piece', '2018-11-30'],
    ['enforcement', 'guns', 8, 'piece', '2019-04-12'],
    ['enforcement', 'illegalFishing', 36, 'personTime', '2020-12-10'],
    ['enforcement', 'sandMining', 3, 'case', '2019-08-20'],
    ['enforcement', 'drugs', 7, 'person', '2018-06-26'],
    ['enforcement', 'returned', 11, 'person', '2019-10-09'],
    ['hazards', 'found', 428, 'case', '2020-12-01'],
    ['hazards', 'rectified', 428, 'case', '2020-12-28'],
    ['townHall', 'bonusTiers', 4, 'piece', '2018-01-15'],
    ['school', 'donations', 155_000_000, 'fen', '2019-09-10'],
    ['elderly', 'nursingHome', 21_360_000, 'fen', '2019-05-20'],
  ] as const
  for (const [programme, measure, amount, unit, occurredOn] of facts) {
    plan.add(later(occurredOn, 2), `fact.${programme}.${measure}`, 'town:office', {
      type: 'RecordFact',
      data: { division: TOWNSHIP, programme, measure, reference: measure, amount, unit, occurredOn },
    })
  }
  for (const [i, rules] of ['internal', 'finance', 'cars', 'canteen'].entries()) {
    plan.add(`2017-0${i + 3}-10`, `fact.rules.${rules}`, 'town:office', {
      type: 'RecordFact',
      data: {
        division: TOWNSHIP,
        programme: 'townHall',
        measure: 'rules',
        reference: rules,
        amount: 1,
        unit: 'piece',
        occurredOn: `2017-0${i + 3}-08`,
      },
    })
  }
  for (const year of [2016, 2017, 2018, 2019, 2020]) {
    plan.add(`${year}-09-12`, `fact.teachers.${year}`, 'town:office', {
      type: 'RecordFact',
      data: {
        division: TOWNSHIP,
        programme: 'school',
        measure: 'teachersMeetings',
        reference: `meeting${year}`,
        amount: 1,
        unit: 'piece',
        occurredOn: `${year}-09-10`,
      },
    })
  }
}
