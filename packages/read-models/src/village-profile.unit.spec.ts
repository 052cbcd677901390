import { aggregates } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { villageProfile } from './village-profile.ts'

const given = rowsGiven(villageProfile, aggregates)

const HERE = '431224105201'
const THERE = '431224105202'
const occurredOn = '2019-01-01'
const registered = { type: 'RegisterVillage', data: { village: HERE, level: 'village', title: '三江村', poverty: 'poor', occurredOn } }
const household = (id: string, kind = 'ordinary', registeredIn = HERE) => ({
  type: 'RegisterHousehold',
  data: { household: id, registeredIn, kind, occurredOn },
})
const of = (type: string, more: object = {}) => ({ type, data: { household: 'H00001', registeredIn: HERE, occurredOn: '2019-06-01', ...more } })
const joined = (person: string) =>
  of('AddMember', { person, relation: 'child', sex: 'female', bornIn: '2008-05', reason: 'registered', standingFacts: [] })
/** The first event of the n-th command. */
const idOf = (n: number) => eventIdOf(`household-${HERE}-H00001`, `c${n}`, 0)
const facility = (type: string, id: string, more: object = {}) => ({ type, data: { village: HERE, id, occurredOn: '2019-06-01', ...more } })

describe('village profile', () => {
  it('given a village, then its title and how poor it was, and nobody in it yet', async () => {
    expect(await given(registered).rows()).toMatchObject([
      {
        key: HERE,
        title: '三江村',
        poverty: 'poor',
        households: 0,
        residents: 0,
        row: { exitedOn: null, registeredPoor: 0, exited: 0, facilities: {} },
      },
    ])
  })

  it('given households, then they are counted, the registered poor apart, and those that left poverty', async () => {
    const rows = await given(registered, household('H00001', 'registeredPoor'), household('H00002'), of('ExitPoverty')).rows()
    expect(rows).toMatchObject([{ households: 2, row: { registeredPoor: 1, exited: 1 } }])
  })

  it('given people who join, leave and die, then the residents of today', async () => {
    const members = [joined('P00001'), joined('P00002'), joined('P00003')]
    expect(await given(household('H00001'), ...members).rows()).toMatchObject([{ residents: 3 }])
    const left = of('RemoveMember', { person: 'P00001', reason: 'married' })
    const died = of('ReportDeath', { person: 'P00002' })
    expect(await given(household('H00001'), ...members, left, died).rows()).toMatchObject([{ residents: 1 }])
  })

  it('given a household that is closed, then the village has one less, until the closing is withdrawn', async () => {
    const closed = [household('H00001'), household('H00002'), of('CloseHousehold', { reason: 'movedAway' })]
    expect(await given(...closed).rows()).toMatchObject([{ households: 1 }])
    expect(await given(...closed, of('WithdrawClosing', { reverses: idOf(2), reason: 'returned' })).rows()).toMatchObject([{ households: 2 }])
  })

  it('given a death that is withdrawn, then the person is a resident again; another withdrawal changes nobody', async () => {
    const told = [household('H00001'), joined('P00001'), of('ReportDeath', { person: 'P00001' }), of('GradeHouse', { grade: 'C' })]
    const withdraw = (n: number) => ({
      type: 'WithdrawReport',
      data: { household: 'H00001', registeredIn: HERE, reverses: idOf(n), reason: 'mistaken' },
    })
    expect(await given(...told, withdraw(3)).rows()).toMatchObject([{ residents: 0 }])
    expect(await given(...told, withdraw(2)).rows()).toMatchObject([{ residents: 1 }])
  })

  it('given a household that moves, then one village has it less and the other has it more', async () => {
    const rows = await given(household('H00001'), household('H00002'), of('MoveHousehold', { to: THERE })).rows()
    expect(rows).toMatchObject([
      { key: HERE, households: 1 },
      { key: THERE, households: 1 },
    ])
  })

  it('given somebody who joins after the move, then the new village counts them', async () => {
    const rows = await given(household('H00001'), of('MoveHousehold', { to: THERE }), joined('P00001')).rows()
    expect(rows).toMatchObject([
      { key: HERE, residents: 0 },
      { key: THERE, residents: 1 },
    ])
  })

  it('given facilities that open and close, then how many of a kind are open', async () => {
    const clinic = { facility: 'clinic' }
    const rows = await given(
      registered,
      facility('OpenFacility', 'a', clinic),
      facility('OpenFacility', 'b', clinic),
      facility('CloseFacility', 'a'),
    ).rows()
    expect(rows).toMatchObject([{ row: { facilities: { clinic: 1 } } }])
  })

  it('given a village that left poverty, then since when', async () => {
    const exited = { type: 'ExitVillagePoverty', data: { village: HERE, occurredOn: '2019-12-31' } }
    expect(await given(registered, exited).rows()).toMatchObject([{ poverty: 'poor', row: { exitedOn: '2019-12-31' } }])
  })
})
