import { aggregates, commands, type Role } from '@rural-tracker/domain'
import { describe, expect, it } from 'vitest'
import { DESKS, givers } from './roles.ts'

const typesOf = (role: Role) => [...commands.values()].filter((command) => givers(command).includes(role)).map(({ type }) => type)

describe('the table of who gives which commands', () => {
  it('given every decider, then it says who, and names no command that the decider has not', () => {
    expect(Object.keys(DESKS).toSorted(), 'say in roles.ts who may give the commands of these deciders').toEqual(
      aggregates.map(({ category }) => category).toSorted(),
    )
    for (const { category, commands: own } of aggregates) {
      const known = new Set(own.map(({ type }) => type))
      expect(Object.keys(DESKS[category]?.others ?? {}).filter((type) => !known.has(type))).toEqual([])
    }
  })

  it('given those who only read, then no command is theirs', () => {
    expect(typesOf('analyst')).toEqual([])
    expect(typesOf('auditor')).toEqual([])
  })

  it('given a report of what happened to somebody, then it is the recorder’s', () => {
    const reports = [...commands.values()].filter(({ kind }) => kind === 'report').map(({ type }) => type)
    expect(reports.filter((type) => !typesOf('recorder').includes(type))).toEqual([
      'MergeVillage',
      'RecordAlertMessageDelivery',
      'RecordAlertMessageFailure',
      'RecordDelivery',
      'RecordDeliveryFailure',
      'ReadNames',
    ])
  })

  it('given a list of payments, then who enters it neither approves nor releases it', () => {
    expect(typesOf('recorder')).toEqual(expect.arrayContaining(['OpenPaymentList', 'AddLines', 'RecordPayments']))
    for (const type of ['ApprovePaymentList', 'ReleasePayment', 'ReversePayment', 'WriteOffRecovery']) {
      expect(typesOf('approver')).toContain(type)
      expect(typesOf('recorder')).not.toContain(type)
    }
  })

  it('given parameters, keys and villages, then they are the administrator’s, and nothing of a household is', () => {
    const mine = typesOf('administrator')
    expect(mine).toEqual(expect.arrayContaining(['SetMonitoringLine', 'CorrectTariff', 'IssueServiceKey', 'RevokeServiceKey', 'RegisterVillage']))
    const others = aggregates.filter(({ category }) => ['household', 'monitoringCase', 'paymentList', 'loan'].includes(category))
    expect(others.flatMap(({ commands: own }) => own.map(({ type }) => type)).filter((type) => mine.includes(type))).toEqual([])
  })

  it('given the reading of names, then nobody tells it by hand', () => {
    expect(givers({ type: 'ReadNames', kind: 'report' })).toEqual([])
  })

  it('given a command that nobody knows, then it is nobody’s', () => {
    expect(givers({ type: 'Anything', kind: 'order' })).toEqual([])
  })
})
