import type { Indicator, Part, Unit } from './indicator.ts'
import { alertIndicators } from './alerts.ts'
import { monitoringIndicators } from './monitoring.ts'

const MODES = { scattered: '分散自建', countyTown: '县城购房', centralised: '集中安置' } as const

/** 指标: one line each. The formula is the combination named; the proof is its contributions. */
export const indicators: readonly Indicator[] = [
  distinct('villages.exitedPoverty', '贫困村出列', 'villages exited', 'village'),
  distinct('villages.exitedPoverty.deeplyPoor', '深度贫困村出列', 'deeply poor villages exited', 'village'),
  distinct('households.exitedPoverty', '脱贫户数', 'households exited poverty', 'household'),
  distinct('persons.exitedPoverty', '脱贫人口', 'persons exited poverty', 'person'),
  distinct('households.registered', '登记户数', 'households registered', 'household'),
  distinct('residents', '全镇人口', 'residents', 'person'),

  ...payments('industryAward', '自主产业奖补', 'industry award', 'households'),
  ...payments('houseRenovation', '危房改造', 'house renovation', 'households'),
  ...payments('transportSubsidy', '转移就业交通补助', 'transport subsidy', 'persons'),
  ...payments('publicWelfarePost', '特岗', 'public welfare posts', 'personTimes'),
  ...payments('educationAid', '教育补助', 'education aid', 'personTimes'),
  ...payments('livingAllowance', '农村低保', 'living allowance', 'personTimes'),
  {
    id: 'payments.publicWelfarePost.rate',
    title: { zh: '特岗人均年工资', en: 'post wage per person and year' },
    unit: 'fen',
    combine: 'ratio',
    numerator: { combine: 'sum', series: 'payments.publicWelfarePost' },
    denominator: { combine: 'distinct', series: 'payments.publicWelfarePost' },
    times: 1,
  },

  distinct('relocation.households', '易地搬迁户数', 'households relocated', 'household'),
  distinct('relocation.persons', '易地搬迁人数', 'persons relocated', 'person'),
  ...(['scattered', 'countyTown', 'centralised'] as const).flatMap((mode) => [
    distinct(`relocation.${mode}.households`, `易地搬迁户数（${MODES[mode]}）`, `households relocated, ${mode}`, 'household'),
    distinct(`relocation.${mode}.persons`, `易地搬迁人数（${MODES[mode]}）`, `persons relocated, ${mode}`, 'person'),
  ]),

  distinct('partnerships', '四跟四走项目', 'industry partnerships', 'project'),
  sum('partnerships.equity', '入股资金', 'equity invested', 'fen'),
  distinct('partnerships.households', '利益联结户数', 'households linked', 'household'),
  distinct('partnerships.persons', '利益联结人数', 'persons linked', 'person'),
  sum('partnerships.dividends', '分红', 'dividends', 'fen'),

  distinct('school.dropouts', '辍学人数', 'school drop-outs', 'person'),
  distinct('facilities.clinic.villages', '有医务室的村', 'villages with a clinic', 'village'),
  distinct('facilities.clinic', '医务室', 'clinics', 'piece'),
  distinct('doctors', '村级医生', 'village doctors', 'person'),
  coverage(
    'insurance.coverage',
    '贫困人口参保率',
    'poor population insured',
    { combine: 'distinct', series: 'insurance.insured' },
    { combine: 'distinct', series: 'persons.exitedPoverty' },
  ),
  distinct('employment.started', '带动创业就业', 'employment and start-ups', 'person'),

  distinct('loans.households', '小额贷款户数', 'households with a loan', 'household', 'loans'),
  sum('loans.amount', '小额贷款金额', 'loans granted', 'fen', 'loans'),
  sum('loans.effect.planting', '带动种植', 'planting', 'mu'),
  sum('loans.effect.livestock', '带动养殖', 'livestock', 'head'),
  sum('loans.effect.processing', '带动加工产业', 'processing industries', 'piece'),
  distinct('loans.effect.startUp', '带动创业', 'start-ups', 'person'),
  sum('loans.effect.outputIncrease', '总增产', 'output increase', 'fen'),
  {
    id: 'loans.effect.outputIncrease.perHousehold',
    title: { zh: '户均增产', en: 'output increase per household' },
    unit: 'fen',
    combine: 'ratio',
    numerator: { combine: 'sum', series: 'loans.effect.outputIncrease' },
    denominator: { combine: 'distinct', series: 'loans.effect.outputIncrease' },
    times: 1,
  },

  distinct('projects.expressLink', '高速连接线', 'expressway links', 'project'),
  coverage(
    'villages.trunkRoad.coverage',
    '村主干道通畅率',
    'villages with a paved trunk road',
    { combine: 'distinct', series: 'villages.trunkRoad' },
    { combine: 'distinct', series: 'villages' },
  ),
  ...works('road', '道路', 'roads'),
  sum('projects.road.length', '拉通公路里程', 'road length', 'm'),
  ...works('bridge', '桥梁', 'bridges'),
  ...works('drinkingWater', '安全饮水', 'drinking water'),
  sum('projects.drinkingWater.peopleServed', '饮水受益人数', 'people served with water', 'person'),
  ...works('baseStation', '4G基站', '4G base stations'),
  sum('projects.baseStation.peopleServed', '4G受益人数', 'people served by 4G', 'person'),
  ...works('fibre', '光纤入户', 'fibre'),
  sum('projects.fibre.peopleServed', '光纤受益人数', 'people served by fibre', 'person'),
  distinct('grid.renovation', '农网改造村', 'villages with a renovated grid', 'village'),
  distinct('grid.upgrade', '农网升级村', 'villages with an upgraded grid', 'village'),
  distinct('facilities.servicePlatform.villages', '村级服务平台', 'villages with a service platform', 'village'),
  coverage(
    'facilities.elderlySquare.coverage',
    '老年活动广场覆盖率',
    'villages with a square for the old',
    { combine: 'distinct', series: 'facilities.elderlySquare.villages' },
    { combine: 'distinct', series: 'villages' },
  ),
  any('facilities.estate', '小区入住', 'estate occupied'),

  distinct('honours.sanitaryVillage.city', '市卫生村', 'city sanitary villages', 'village'),
  distinct('honours.sanitaryVillage.province', '省卫生村', 'provincial sanitary villages', 'village'),
  any('honours.beautifulVillages.city', '美丽乡村建设市优秀单位', 'beautiful villages, city'),
  distinct('honours.workSafety.county', '安全生产县先进（年）', 'work safety, county, years', 'piece'),
  any('honours.workSafetyModel.city', '市安全生产示范乡镇', 'work-safety model township'),
  distinct('honours.workSafetyAndFire.city', '安全生产和消防市优秀（年）', 'safety and fire, city, years', 'piece'),
  distinct('honours.forestFire.county', '森林防火县优秀（年）', 'forest fire prevention, county, years', 'piece'),
  distinct('honours.drugControl.county', '禁毒县先进（次）', 'drug control, county, times', 'piece'),
  distinct('honours.safeTownship.county', '平安乡镇县先进（年）', 'safe township, county, years', 'piece'),
  any('honours.safeTownship.city', '平安乡镇市先进', 'safe township, city'),
  any('honours.ruleOfLawVillage.province', '民主法治示范村', 'rule-of-law village'),
  sum('evaluations.thirdParty.problems', '第三方评估问题', 'problems, third-party evaluation', 'case'),
  any('evaluations.povertyCensus', '国家普查通过', 'poverty census passed'),
  any('evaluations.relocationReview', '搬迁评估核查通过', 'relocation review passed'),
  sum('evaluations.fieldAssessment.problems', '实地考核问题', 'problems, field assessment', 'case'),

  ...monitoringIndicators,
  ...alertIndicators,

  fact('enforcement', 'mahjongTables', '销毁麻将桌', 'mahjong tables destroyed', 'piece'),
  fact('enforcement', 'guns', '收缴枪支', 'guns seized', 'piece'),
  fact('enforcement', 'illegalFishing', '抓获非法捕鱼人次', 'illegal fishers caught', 'personTime'),
  fact('enforcement', 'sandMining', '取缔非法采砂', 'sand-mining cases closed', 'case'),
  fact('enforcement', 'drugs', '抓获吸毒贩毒人员', 'drug users and dealers caught', 'person'),
  fact('enforcement', 'returned', '遣送肇事肇祸人员', 'persons returned', 'person'),
  fact('epidemic', 'cases', '疫情', 'COVID cases', 'case'),
  fact('forest', 'fires', '森林火灾', 'forest fires', 'case'),
  coverage(
    'facts.hazards.rectified.rate',
    '隐患整改率',
    'hazards rectified',
    { combine: 'sum', series: 'facts.hazards.rectified' },
    { combine: 'sum', series: 'facts.hazards.found' },
  ),
  fact('townHall', 'rules', '内部制度', "the town hall's rules", 'piece'),
  fact('townHall', 'bonusTiers', '年终奖层级', 'bonus tiers', 'piece'),
  fact('school', 'donations', '捐资助学', 'donations for schools', 'fen'),
  fact('school', 'teachersMeetings', '教师大会', "teachers' meetings", 'piece'),
  fact('elderly', 'nursingHome', '敬老院投入', 'nursing home spending', 'fen'),
]

const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))

export function indicatorOf(id: string): Indicator | undefined {
  return byId.get(id)
}

function distinct(id: string, zh: string, en: string, unit: Unit, series = id): Indicator {
  return { id, title: { zh, en }, unit, combine: 'distinct', series }
}

function sum(id: string, zh: string, en: string, unit: Unit, series = id): Indicator {
  return { id, title: { zh, en }, unit, combine: 'sum', series }
}

function any(series: string, zh: string, en: string): Indicator {
  return { id: series, title: { zh, en }, unit: 'yesNo', combine: 'any', series }
}

function fact(programme: string, measure: string, zh: string, en: string, unit: Unit): Indicator {
  return sum(`facts.${programme}.${measure}`, zh, en, unit)
}

function coverage(id: string, zh: string, en: string, numerator: Part, denominator: Part): Indicator {
  return { id, title: { zh, en }, unit: 'percent', combine: 'ratio', numerator, denominator, times: 100 }
}

function payments(programme: string, zh: string, en: string, counted: 'households' | 'persons' | 'personTimes'): Indicator[] {
  const series = `payments.${programme}`
  const amount = sum(`${series}.amount`, `${zh}资金`, `${en}, amount`, 'fen', series)
  if (counted === 'personTimes') return [distinct(`${series}.personTimes`, `${zh}人次`, `${en}, person-times`, 'personTime', series), amount]
  if (counted === 'persons') return [distinct(`${series}.persons`, `${zh}人数`, `${en}, persons`, 'person', series), amount]
  return [
    distinct(`${series}.households`, `${zh}户数`, `${en}, households`, 'household', series),
    distinct(`${series}.persons`, `${zh}人数`, `${en}, persons`, 'person'),
    amount,
  ]
}

function works(kind: string, zh: string, en: string): Indicator[] {
  return [
    distinct(`projects.${kind}`, `${zh}项目`, `${en}, projects`, 'project'),
    sum(`projects.${kind}.investment`, `${zh}投资`, `${en}, investment`, 'fen'),
  ]
}
