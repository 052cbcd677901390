import { refuse } from '../aggregate.ts'
import { command, once, plainReport, registeredIn, stream, without } from './command.ts'
import * as events from './events.ts'

export const reportDisasterLoss = plainReport('ReportDisasterLoss', events.DisasterLossReported)
export const reportAccident = plainReport('ReportAccident', events.AccidentReported)
export const reportBusinessFailure = plainReport('ReportBusinessFailure', events.BusinessFailed)

const SHOCKS: ReadonlySet<string> = new Set([events.DisasterLossReported.type, events.AccidentReported.type, events.BusinessFailed.type])

export const reportRecovery = command({
  type: 'ReportRecovery',
  kind: 'report',
  data: events.ShockRecovered.schema.extend(registeredIn),
  stream,
  decide: (data, state) => {
    const shock = state.reports.get(data.recovers)
    if (!shock || shock.withdrawn || !SHOCKS.has(shock.type)) {
      return refuse(
        'household.no-such-shock',
        '该户没有这条受灾、事故或产业失败记录，请核对事件编号。',
        'The household has no such loss, accident or failure; check the event id.',
      )
    }
    return once(state, events.ShockRecovered(without(data)))
  },
})

export const grantBenefit = plainReport('GrantBenefit', events.BenefitGranted)
/** Recorded also when nobody told us of the grant. */
export const endBenefit = plainReport('EndBenefit', events.BenefitEnded)

export const shockCommands = [reportDisasterLoss, reportAccident, reportBusinessFailure, reportRecovery, grantBenefit, endBenefit] as const
