import { AlertCause, ALERT_STAGES, HouseholdId, IsoDate } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { ALERT_SORTS, ALERT_STATUSES } from '../alerts/index.ts'
import { answered, answeredOn, clocks, division, flag, given, page, text, told } from './params.ts'
import { defineQuery } from './query.ts'

const officer = z.string().min(1).max(80).optional()
const Alert = z.looseObject({
  alert: z.string(),
  subject: z.string(),
  village: z.string(),
  cause: z.string(),
  status: z.string(),
  episode: z.int(),
  level: z.int(),
  stage: z.string(),
  assignee: z.string().nullable(),
  respondBy: z.string().nullable(),
  dueOn: z.string().nullable(),
})

export const alerts = defineQuery({
  name: 'alerts',
  title: { zh: '预警：谁该去看、何时答复', en: 'Alerts: who has to look, and by when' },
  params: z.strictObject({
    ...clocks,
    division,
    household: HouseholdId.optional(),
    officer,
    level: z.coerce.number().int().min(1).max(3).optional(),
    stage: z.enum(ALERT_STAGES).optional(),
    status: z.enum(ALERT_STATUSES).optional(),
    cause: AlertCause.optional(),
    dueBefore: IsoDate.optional(),
    past: flag,
    weekly: flag,
    sort: z.enum(ALERT_SORTS).optional(),
    ...page,
  }),
  result: z.looseObject({ ...answeredOn, today: IsoDate, total: z.int(), rows: z.array(Alert) }),
  mayRead: everybody,
  // Alerts of then are folded again from all that was said of them.
  isScan: ({ asOf, knownAt }) => asOf !== undefined || knownAt !== undefined,
  run: (tracker, params) => tracker.alerts(given(params)),
})

export const alert = defineQuery({
  name: 'alert',
  title: { zh: '一条预警及其经过', en: 'One alert with everything that was said of it' },
  params: z.strictObject({ ...clocks, alert: z.string().min(1).max(160) }),
  result: Alert.extend({
    ...answeredOn,
    evidence: z.array(z.string()),
    reason: told.nullable(),
    again: text.nullable(),
    next: told.nullable(),
    history: z.array(told),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: (tracker, { alert: id, ...asked }) => tracker.alert(id, given(asked)),
})

export const alertLoad = defineQuery({
  name: 'alertLoad',
  title: { zh: '各村、各人每月预警数', en: 'Alerts per village and officer, month by month' },
  params: z.strictObject({ division, officer, from: IsoDate.optional(), to: IsoDate.optional() }),
  result: z.looseObject({
    ...answered,
    rows: z.array(
      z.looseObject({
        by: z.enum(['village', 'officer']),
        who: z.string(),
        month: z.string(),
        raised: z.int(),
        takenOver: z.int().nullable(),
        budget: z.int().nullable(),
      }),
    ),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: (tracker, params) => tracker.alertLoad(given(params)),
})
