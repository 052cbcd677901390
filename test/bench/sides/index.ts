import { bareInsert, bareSingle, bulkAppend, portSingle } from './append.ts'
import { bareFactScan, bareListScan, pastList, storedList } from './list.ts'
import { lineAlerts } from './line-alerts.ts'
import { bareEventScan, listAsOf } from './list-as-of.ts'
import { deriveEverybody, parameterChange } from './parameter-change.ts'
import { policyReplay, rebuildBesideReplay } from './policy-replay.ts'
import { bareFacts, bareLive, bareProfile, liveList, rebuildList, rebuildProfile, rebuildProfileOnPostgres } from './rebuild.ts'
import { bareFactPass, rules } from './rules.ts'
import type { Side } from './side.ts'

export const sides: Readonly<Record<string, Side>> = {
  bareInsert,
  bulkAppend,
  bareSingle,
  portSingle,
  bareProfile,
  rebuildProfile,
  rebuildProfileOnPostgres,
  bareFacts: (how) => bareFacts(how),
  rebuildList,
  bareLive,
  liveList,
  bareFactScan,
  bareListScan,
  storedList,
  pastList,
  rules,
  bareFactPass,
  parameterChange,
  deriveEverybody,
  lineAlerts,
  listAsOf,
  bareEventScan,
  policyReplay,
  rebuildBesideReplay,
}
