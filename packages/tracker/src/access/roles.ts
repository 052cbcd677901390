import { aggregates, type CommandDefinition, Role } from '@rural-tracker/domain'

export const everybody: readonly Role[] = Role.options

/** Who works with people and so may read their names. Those who count, audit or keep the system do without. */
export const nameReaders: readonly Role[] = ['recorder', 'reviewer', 'approver']

/** Who sees to it that nobody else is let in and that names are read for a reason. */
export const overseers: readonly Role[] = ['auditor', 'administrator']

/** Who sees to it that everything goes on. */
export const keepers: readonly Role[] = ['administrator']

/** Who may give the commands of one decider: its reports, its orders, and those that are somebody else's. None: the program itself gives it. */
type Desk = Readonly<{ reports: readonly Role[]; orders: readonly Role[]; others?: Readonly<Record<string, readonly Role[]>> }>

const RECORDING: readonly Role[] = ['recorder']
const REVIEWING: readonly Role[] = ['reviewer']
const APPROVING: readonly Role[] = ['approver']
/** What people decide beside the rules. */
const LEADING: readonly Role[] = ['reviewer', 'approver']
/** Who goes to the house, and who sees to it that somebody does. */
const HELPING: readonly Role[] = ['recorder', 'reviewer', 'approver']
const KEEPING = keepers
const NOBODY: readonly Role[] = []

/**
 * Who gives which commands. Recorders say what happened and keep the record right; reviewers take a procedure on its way; approvers decide what
 * has money or a standing in it; administrators set parameters, villages and keys. A decider that is not here is nobody's, and a test names it.
 * Whether the same person may do two steps of one matter is the decider's own rule and not told here.
 */
export const DESKS: Readonly<Record<string, Desk>> = {
  household: { reports: RECORDING, orders: RECORDING, others: { ApproveHousing: APPROVING } },
  monitoringCase: {
    reports: RECORDING,
    orders: REVIEWING,
    others: {
      WithdrawMeasure: RECORDING,
      RecogniseHousehold: APPROVING,
      EliminateRisk: APPROVING,
      RollBackElimination: APPROVING,
      IncludeHousehold: LEADING,
      EndInclusion: LEADING,
      PauseWatch: LEADING,
      EndPause: LEADING,
      WaiveRule: LEADING,
      EndWaiver: LEADING,
    },
  },
  village: { reports: RECORDING, orders: KEEPING, others: { MergeVillage: KEEPING } },
  paymentList: {
    reports: RECORDING,
    orders: RECORDING,
    others: {
      PublishNotice: REVIEWING,
      ClaimRecovery: REVIEWING,
      ApprovePaymentList: APPROVING,
      ReleasePayment: APPROVING,
      ReversePayment: APPROVING,
      WriteOffRecovery: APPROVING,
    },
  },
  loan: { reports: RECORDING, orders: APPROVING },
  project: { reports: RECORDING, orders: APPROVING, others: { ReviewProject: REVIEWING } },
  partnership: { reports: RECORDING, orders: APPROVING },
  report: { reports: RECORDING, orders: APPROVING },
  factRecord: { reports: RECORDING, orders: APPROVING },
  parameter: { reports: KEEPING, orders: KEEPING },
  receiver: { reports: KEEPING, orders: KEEPING },
  // Told by the program that sends.
  alertMessage: { reports: NOBODY, orders: NOBODY },
  serviceKey: { reports: KEEPING, orders: KEEPING },
  // Told by the program when somebody asks for names, under that person's account.
  nameReading: { reports: NOBODY, orders: NOBODY },
  // Raised, listed, escalated and withdrawn by whoever asks what is due; people answer.
  alert: {
    reports: HELPING,
    orders: NOBODY,
    others: { AcknowledgeAlert: HELPING, DismissAlert: HELPING, PassOnAlert: HELPING, AssignAlert: LEADING, ResolveAlert: LEADING },
  },
  alertDays: { reports: NOBODY, orders: NOBODY },
  webhook: { reports: KEEPING, orders: KEEPING },
  // What came of a delivery is told by the program; people send again what was given up.
  delivery: { reports: NOBODY, orders: KEEPING },
}

const categories: ReadonlyMap<string, string> = new Map(
  aggregates.flatMap(({ category, commands }) => commands.map(({ type }) => [type, category] as const)),
)

/** Who may give a command. */
export function givers({ type, kind }: Pick<CommandDefinition, 'type' | 'kind'>): readonly Role[] {
  const desk = DESKS[categories.get(type) ?? '']
  if (desk === undefined) return NOBODY
  return desk.others?.[type] ?? (kind === 'report' ? desk.reports : desk.orders)
}
