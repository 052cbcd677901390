import { z } from 'zod'

/** Every time limit that a region may set. `push` is a day of the month; `near` is how long before a due day it is called near. */
export const DEADLINE_STAGES = {
  push: { zh: '部门线索推送日', en: 'day of the month for department pushes' },
  visit: { zh: '入户核实时限', en: 'time limit of the home visit' },
  match: { zh: '信息比对时限', en: 'time limit of the data match' },
  review: { zh: '民主评议和公示时限', en: 'time limit of review and notice' },
  notice: { zh: '公示期', en: 'length of the public notice' },
  whole: { zh: '识别总时限', en: 'time limit from clue to decision' },
  press: { zh: '督办时限', en: 'time after which a clue is pressed' },
  near: { zh: '临期提醒期', en: 'time before a due day' },
  entry: { zh: '系统录入时限', en: 'time limit of the national entry' },
  firstMeasure: { zh: '首项帮扶措施时限', en: 'time limit of the first measure' },
  firstMeasureFromClue: { zh: '自线索起首项帮扶措施时限', en: 'time limit of the first measure from the clue' },
  elimination: { zh: '风险消除最短时间', en: 'shortest time before elimination' },
  eliminationOverdue: { zh: '未消除提醒时间', en: 'time after which an open risk is asked about' },
  explanation: { zh: '向农户说明时限', en: 'time limit of the explanation' },
} as const
export const DeadlineStage = z.enum(Object.keys(DEADLINE_STAGES) as (keyof typeof DEADLINE_STAGES)[])
export type DeadlineStage = z.infer<typeof DeadlineStage>
