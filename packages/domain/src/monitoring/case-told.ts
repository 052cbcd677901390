import type { Told } from './rule.ts'

// What a rule on the case says where it has nothing to look at.

export const NOT_MONITORED: Told = {
  message: { zh: '不是监测中的户', en: 'not monitored' },
  clearedBy: { zh: '识别为监测对象', en: 'a recognition' },
  clauses: [],
}
export const NOT_RECOGNISED: Told = {
  message: { zh: '没有识别为监测对象', en: 'never recognised' },
  clearedBy: { zh: '识别为监测对象', en: 'a recognition' },
  clauses: [],
}
export const NOT_ELIMINATED: Told = {
  message: { zh: '没有标注风险消除', en: 'no elimination is marked' },
  clearedBy: { zh: '标注风险消除', en: 'an elimination' },
  clauses: [],
}
export const NO_PROCEDURE: Told = {
  message: { zh: '没有进行中的程序', en: 'no procedure is open' },
  clearedBy: { zh: '登记线索或提出风险消除', en: 'a clue or a proposal of elimination' },
  clauses: [],
}
