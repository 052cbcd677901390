import type { AnyCommand } from '@rural-tracker/domain'
import fc from 'fast-check'
import { anyCommandOf, commandData } from '../../packages/domain/src/testing/commands/index.ts'
import { say } from './steps.ts'

const raised = fc.oneof(
  commandData.RaiseAlert.map((data): AnyCommand => ({ type: 'RaiseAlert', data })),
  commandData.ListAlert.map((data): AnyCommand => ({ type: 'ListAlert', data })),
)
const acts = [
  'AssignAlert',
  'AcknowledgeAlert',
  'AnswerAlert',
  'DismissAlert',
  'PassOnAlert',
  'EscalateAlert',
  'ResolveAlert',
  'WithdrawAlert',
] as const

/** Alerts are raised often enough that something is done about them. */
export const alertSteps = [
  { weight: 4, arbitrary: say(raised) },
  { weight: 3, arbitrary: say(anyCommandOf(acts)) },
  { weight: 1, arbitrary: say(anyCommandOf(['SetAlertClock', 'SetAlertBudget', 'CorrectAlertClock', 'SetAlertLead', 'SetQuietHours'])) },
  { weight: 1, arbitrary: say(anyCommandOf(['CloseAlertDay'])) },
]
