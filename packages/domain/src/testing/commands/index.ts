import fc from 'fast-check'
import type { AnyCommand } from '../../catalogue.ts'
import { householdCommands } from './household.ts'
import { monitoringCaseCommands } from './monitoring-case.ts'
import { villageCommands } from './village.ts'
import { paymentListCommands } from './payment-list.ts'
import { loanCommands } from './loan.ts'
import { projectCommands } from './project.ts'
import { partnershipCommands } from './partnership.ts'
import { reportCommands } from './report.ts'
import { parameterCommands } from './parameter.ts'
import { factRecordCommands } from './fact-record.ts'
import { alertCommands } from './alert.ts'
import { alertMessageCommands, receiverCommands } from './receiver.ts'
import { nameReadingCommands, serviceKeyCommands } from './access.ts'
import { deliveryCommands, webhookCommands } from './webhook.ts'
import type { DataOfEach } from './pools.ts'

/** Data of every command there is; a command without an arbitrary does not compile. */
export const commandData: DataOfEach<AnyCommand['type']> = {
  ...householdCommands,
  ...monitoringCaseCommands,
  ...villageCommands,
  ...paymentListCommands,
  ...loanCommands,
  ...projectCommands,
  ...partnershipCommands,
  ...reportCommands,
  ...parameterCommands,
  ...factRecordCommands,
  ...alertCommands,
  ...receiverCommands,
  ...alertMessageCommands,
  ...serviceKeyCommands,
  ...nameReadingCommands,
  ...webhookCommands,
  ...deliveryCommands,
}

/** A random command of one of these types. */
export function anyCommandOf(types: readonly string[]): fc.Arbitrary<AnyCommand> {
  const arbitraries = types.map((type) => commandData[type as AnyCommand['type']].map((data) => ({ type, data }) as AnyCommand))
  return fc.oneof(...arbitraries)
}
