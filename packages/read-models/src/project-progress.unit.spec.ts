import { aggregates } from '@rural-tracker/domain'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { projectProgress } from './project-progress.ts'

const given = rowsGiven(projectProgress, aggregates)

const road = { division: '431224105201', project: 'J1' }
const told = (type: string, occurredOn: string, more: object = {}) => ({ type, data: { ...road, occurredOn, ...more } })
const proposed = told('ProposeProject', '2018-01-10', { kind: 'road', title: '通组路' })
const quantities = [
  { measure: 'length', amount: 1_800, unit: 'm' },
  { measure: 'peopleServed', amount: 420, unit: 'person' },
]

describe('project progress', () => {
  it('given a proposal, then one row of the library with its kind and title, nothing spent', async () => {
    expect(await given(proposed).rows()).toMatchObject([
      {
        ...{ key: 'J1', division: '431224105201', kind: 'road', stage: 'proposed', settled: 0, updatedOn: '2018-01-10' },
        row: { title: '通组路', percent: 0, allocated: 0, reimbursed: 0, quantities: [] },
      },
    ])
  })

  it('given each step of the way, then the row stands at the last one', async () => {
    const way = [
      [told('ReviewProject', '2018-02-01', { level: 'county' }), 'reviewed'],
      [told('ApproveProject', '2018-02-10'), 'approved'],
      [told('AllocateFunds', '2018-03-01', { amount: 500_000 }), 'funded'],
      [told('SignContract', '2018-03-10', { amount: 480_000 }), 'contracted'],
      [told('StartProject', '2018-03-20'), 'started'],
      [told('ReportProgress', '2018-04-20', { percent: 40 }), 'started'],
      [told('CompleteProject', '2018-06-01', { quantities }), 'completed'],
      [told('AcceptProject', '2018-06-20'), 'accepted'],
      [told('SettleProject', '2018-07-01', { amount: 480_000 }), 'settled'],
      [told('Reimburse', '2018-07-10', { amount: 300_000 }), 'settled'],
      [told('HandOverAsset', '2018-08-01', { owner: 'villageCollective' }), 'handedOver'],
    ] as const
    for (const [i, [, stage]] of way.entries()) {
      const rows = await given(proposed, ...way.slice(0, i + 1).map(([step]) => step)).rows()
      expect(rows).toMatchObject([{ key: 'J1', stage, updatedOn: way[i]?.[0].data.occurredOn }])
    }
  })

  it('given money allocated and settled in parts, then each adds up by itself, in fen', async () => {
    const rows = await given(
      proposed,
      told('AllocateFunds', '2018-03-01', { amount: 500_000 }),
      told('AllocateFunds', '2018-04-01', { amount: 100_000 }),
      told('SettleProject', '2018-07-01', { amount: 480_000 }),
      told('Reimburse', '2018-07-10', { amount: 300_000 }),
      told('Reimburse', '2018-07-20', { amount: 180_000 }),
    ).rows()
    expect(rows).toMatchObject([{ settled: 480_000, row: { allocated: 600_000, settled: 480_000, reimbursed: 480_000 } }])
  })

  it('given progress and then completion, then 100 percent and the physical quantities', async () => {
    expect(await given(proposed, told('ReportProgress', '2018-04-20', { percent: 40 })).rows()).toMatchObject([{ row: { percent: 40 } }])
    const rows = await given(
      proposed,
      told('ReportProgress', '2018-04-20', { percent: 40 }),
      told('CompleteProject', '2018-06-01', { quantities }),
    ).rows()
    expect(rows).toMatchObject([{ stage: 'completed', row: { percent: 100, quantities } }])
  })

  it('given two projects, then a row each', async () => {
    const other = { ...proposed, data: { ...proposed.data, project: 'J2' } }
    expect((await given(proposed, other).rows()).map(({ key }) => key)).toEqual(['J1', 'J2'])
  })
})
