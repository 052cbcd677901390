import type { AnyCommand } from '../catalogue.ts'

const here = { registeredIn: '431224105201', household: 'H00001' }
const occurredOn = '2019-03-02'
const months = { from: '2019-01', to: '2019-02' }
const parts = { wages: 650_000, business: 0, property: 0, transfers: 0, businessCost: 0 }
const costs = { person: 'P00001', care: 'inpatient', total: 30_000, reimbursed: 15_000, compliantSelfPaid: 10_000 } as const

/**
 * One of everything that another command points at by its number or the id of its event. It is closed early, which hinders nothing: what
 * stands first is there in most of the random lives that begin with a part of this one.
 */
export const householdLife: readonly AnyCommand[] = [
  { type: 'RegisterHousehold', data: { ...here, kind: 'registeredPoor', occurredOn } },
  { type: 'CloseHousehold', data: { ...here, reason: 'movedAway', occurredOn } },
  {
    type: 'AddMember',
    data: { ...here, person: 'P00001', relation: 'head', sex: 'female', bornIn: '1979-05', reason: 'registered', occurredOn },
  },
  { type: 'ReportRisk', data: { ...here, risk: 'illness', occurredOn } },
  { type: 'ReportDisasterLoss', data: { ...here, loss: 'L1', kind: 'flood', amount: 10_000, occurredOn } },
  {
    type: 'ReportIncome',
    data: { ...here, window: { from: '2018-10-01', to: '2019-09-30' }, members: 2, parts, compliantSelfPaid: 0, insurancePayout: 0 },
  },
  { type: 'RecordIncome', data: { ...here, entry: 'E1', kind: 'rent', months, amount: 10_000, source: 'told' } },
  { type: 'ReportMedicalBill', data: { ...here, bill: 'B1', ...costs, occurredOn } },
]
