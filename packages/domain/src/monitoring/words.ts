import type { Text } from '../aggregate.ts'
import type { ExpenseKind, IncomeKind } from '../household/income-kinds.ts'
import type { CaseBreach } from '../monitoring-case/kinds.ts'

// The words for coded kinds in reasons and explanations. Measures and classes have theirs in values/.

export const RISK_WORDS: Readonly<Record<string, Text>> = {
  illness: { zh: '因病', en: 'illness' },
  schooling: { zh: '因学', en: 'schooling' },
  flood: { zh: '洪涝', en: 'flood' },
  geological: { zh: '地质灾害', en: 'geological disaster' },
  drought: { zh: '旱灾', en: 'drought' },
  pest: { zh: '生物灾害', en: 'pest' },
  weather: { zh: '气象灾害', en: 'weather disaster' },
  earthquake: { zh: '地震', en: 'earthquake' },
  otherDisaster: { zh: '其他自然灾害', en: 'other disaster' },
  disability: { zh: '因残', en: 'disability' },
  labourShortage: { zh: '缺劳动力', en: 'labour shortage' },
  accident: { zh: '意外事故', en: 'accident' },
  businessFailure: { zh: '产业失败', en: 'business failure' },
  unstableJob: { zh: '务工就业不稳', en: 'unstable job' },
  unsafeHouse: { zh: '住房不安全', en: 'unsafe house' },
  unsafeWater: { zh: '饮水不安全', en: 'unsafe water' },
  other: { zh: '其他', en: 'other' },
  dropOut: { zh: '失学辍学', en: 'out of school' },
  uninsured: { zh: '未参保', en: 'uninsured' },
}

/** What a household lives on, and what it costs. */
export const INCOME_WORDS: Readonly<Record<IncomeKind | ExpenseKind, Text>> = {
  localWage: { zh: '本地务工', en: 'local wage' },
  dayLabour: { zh: '零工', en: 'day labour' },
  migrantWage: { zh: '外出务工', en: 'migrant wage' },
  postWage: { zh: '公益性岗位', en: 'public-service post' },
  cropSales: { zh: '种植', en: 'crops sold' },
  livestockSales: { zh: '养殖', en: 'livestock sold' },
  ownConsumption: { zh: '自产自用', en: 'own output consumed' },
  otherBusiness: { zh: '其他经营', en: 'other business' },
  rent: { zh: '租金', en: 'rent' },
  dividend: { zh: '分红', en: 'dividend' },
  landTransfer: { zh: '土地流转', en: 'land transfer' },
  livingAllowance: { zh: '低保金', en: 'living allowance' },
  destituteSupport: { zh: '特困供养金', en: 'destitute support' },
  pension: { zh: '养老金', en: 'pension' },
  farmSubsidy: { zh: '惠农补贴', en: 'farm subsidy' },
  disabilityAllowance: { zh: '残疾人补贴', en: 'disability allowance' },
  alimony: { zh: '赡养费', en: 'alimony' },
  regularGift: { zh: '经常性赠送', en: 'regular gifts' },
  relocationGrant: { zh: '搬迁补助', en: 'relocation grant' },
  renovationGrant: { zh: '危房改造补助', en: 'renovation grant' },
  penGrant: { zh: '圈舍补助', en: 'pen grant' },
  industryAwardOnce: { zh: '一次性产业奖补', en: 'one-off industry award' },
  transportSubsidy: { zh: '交通补贴', en: 'transport subsidy' },
  educationAid: { zh: '教育资助', en: 'education aid' },
  consolation: { zh: '慰问', en: 'consolation' },
  temporaryRelief: { zh: '临时救助', en: 'temporary relief' },
  oneOffRelief: { zh: '一次性救助', en: 'one-off relief' },
  businessCost: { zh: '经营性支出', en: 'business cost' },
  migrantLiving: { zh: '务工生活支出', en: 'living away from home' },
  housing: { zh: '住房支出', en: 'housing' },
  other: { zh: '其他支出', en: 'other expenses' },
}

/** What a report lacked of what an order would have needed. */
export const BREACH_WORDS: Readonly<Record<CaseBreach, Text>> = {
  visitMissing: { zh: '未入户核实', en: 'no home visit' },
  consentMissing: { zh: '未签承诺授权书', en: 'no consent signed' },
  reviewMissing: { zh: '未民主评议', en: 'no village review' },
  reviewAgainst: { zh: '民主评议未通过', en: 'the review did not agree' },
  noticeMissing: { zh: '未公示', en: 'no notice' },
  noticeRunning: { zh: '公示未满', en: 'the notice was running' },
  noticeShort: { zh: '公示期不足', en: 'the notice was too short' },
  noticedAgain: { zh: '重复公示', en: 'noticed again' },
  townCheckMissing: { zh: '未经乡镇审核', en: 'no township check' },
  countyMissing: { zh: '未经县级审定', en: 'no county decision' },
  countyAgainst: { zh: '县级未同意', en: 'the county did not approve' },
  notRecognised: { zh: '未识别', en: 'not recognised' },
  notEliminated: { zh: '未标注风险消除', en: 'not eliminated' },
  alreadyRecognised: { zh: '重复识别', en: 'recognised already' },
  alreadyEliminated: { zh: '重复标注风险消除', en: 'eliminated already' },
  tooEarly: { zh: '消除过早', en: 'eliminated too early' },
  measureMissing: { zh: '没有帮扶措施', en: 'no measure' },
  noLabour: { zh: '整户无劳动力', en: 'nobody can work' },
  underLine: { zh: '收入低于监测线', en: 'income under the line' },
  incomeMissing: { zh: '没有收入记录', en: 'no income' },
  guaranteeUnsafe: { zh: '三保障或饮水不安全', en: 'a guarantee is unsafe' },
  naturalWithoutEvidence: { zh: '自然消除没有依据', en: 'a natural elimination without evidence' },
  classNotInScheme: { zh: '类别不在现行分类中', en: 'a class outside the scheme' },
  householdClosed: { zh: '已销户', en: 'household closed' },
  notMonitored: { zh: '不是监测对象', en: 'not monitored' },
}

/** The word for a code; a code without one stands for itself. */
export function wordFor(words: Readonly<Record<string, Text>>, code: string): Text {
  return words[code] ?? { zh: code, en: code }
}

/** Words in a row, as each language writes them. @example listed([{ zh: '因病', en: 'illness' }, { zh: '因学', en: 'schooling' }]).zh // '因病、因学' */
export function listed(words: readonly Text[]): Text {
  return { zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(', ') }
}

/** Sentences in a row. @example joined([{ zh: '甲', en: 'a' }, { zh: '乙', en: 'b' }]).zh // '甲；乙' */
export function joined(sentences: readonly Text[]): Text {
  return { zh: sentences.map(({ zh }) => zh).join('；'), en: sentences.map(({ en }) => en).join('; ') }
}
