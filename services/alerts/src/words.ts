import type { AlertDismissReason, AlertStage, AlertStatus, Department, Found, Text } from '@rural-tracker/domain'

type Words<Key extends string> = Readonly<Record<Key, Text>>
const text = (zh: string, en: string): Text => ({ zh, en })

export const STAGE_WORDS: Words<AlertStage> = { village: text('村', 'village'), town: text('乡镇', 'town'), county: text('县', 'county') }

export const FOUND_WORDS: Words<Found> = {
  atRisk: text('确有风险，需要帮扶', 'at risk, help is needed'),
  covered: text('有困难，已在帮扶', 'at risk, and helped already'),
  noRisk: text('没有风险', 'no risk'),
  notMet: text('没遇到人，改日再去', 'nobody was at home'),
}

export const REASON_WORDS: Words<(typeof AlertDismissReason)['options'][number]> = {
  knownAndCovered: text('情况已知，已有安排', 'known, and seen to'),
  wrongData: text('数据不对', 'the data is wrong'),
  seasonal: text('季节性，过后会好', 'seasonal'),
  duplicate: text('与另一件重复', 'the same as another one'),
  notOurs: text('不是本村的户', 'not a household of ours'),
  other: text('其他原因', 'another reason'),
}

export const DEPARTMENT_WORDS: Words<(typeof Department)['options'][number]> = {
  medicalInsurance: text('医保', 'medical insurance'),
  health: text('卫健', 'health'),
  education: text('教育', 'education'),
  emergency: text('应急', 'emergency'),
  disabledFederation: text('残联', 'disabled federation'),
  civilAffairs: text('民政', 'civil affairs'),
  humanResources: text('人社', 'human resources'),
  housing: text('住建', 'housing'),
  water: text('水利', 'water'),
  publicSecurity: text('公安', 'public security'),
  transport: text('交通', 'transport'),
  agriculture: text('农业农村', 'agriculture'),
  womenFederation: text('妇联', 'women federation'),
  youthLeague: text('团委', 'youth league'),
  petitionOffice: text('信访', 'petitions'),
  cyberspace: text('网信', 'cyberspace'),
  bank: text('银行', 'bank'),
  other: text('其他部门', 'another department'),
}

export const STATUS_WORDS: Words<AlertStatus> = {
  none: text('没有这件', 'not there'),
  listed: text('在周清单上', 'on the weekly list'),
  raised: text('待答复', 'waiting for an answer'),
  acknowledged: text('已知悉，待答复', 'seen, waiting for an answer'),
  answered: text('已答复，正在办理', 'answered, and being dealt with'),
  cleared: text('已答复，已办结', 'answered, and closed'),
  dismissed: text('已记为不予处理', 'put aside'),
  resolved: text('原因已消除，已办结', 'the cause is gone; closed'),
  withdrawn: text('依据已更正，已撤回', 'withdrawn: what it rested on was corrected'),
}
