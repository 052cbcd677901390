import { describe, it } from 'vitest'
import { given } from '../testing/scenario.ts'
import * as events from './events.ts'

const here = { division: '431224105208', project: 'road105', occurredOn: '2016-01-25' }
const proposed = events.ProjectProposed({ ...here, kind: 'road' })
const reviewed = (level: 'village' | 'township' | 'county') => events.ProjectReviewed({ ...here, level })
const settled = events.ProjectSettled({ ...here, kind: 'road', amount: 100_000 })

describe('a project', () => {
  it('is proposed once under its number', () => {
    given().when({ type: 'ProposeProject', data: proposed.data }).then(proposed)
    given(proposed).when({ type: 'ProposeProject', data: proposed.data }).thenNothingHappens()
    given(proposed)
      .when({ type: 'ProposeProject', data: { ...here, kind: 'bridge' } })
      .thenRefused('project.number-taken')
  })

  it('is in the library before anything is said of it', () => {
    given().when({ type: 'StartProject', data: here }).thenRefused('project.unknown')
    given()
      .when({ type: 'SettleProject', data: { ...here, amount: 1 } })
      .thenRefused('project.unknown')
  })

  it('is approved only after the county reviewed it', () => {
    given(proposed, reviewed('village'), reviewed('township')).when({ type: 'ApproveProject', data: here }).thenRefused('project.not-reviewed')
    given(proposed, reviewed('village'), reviewed('county')).when({ type: 'ApproveProject', data: here }).then(events.ProjectApproved(here))
  })

  it('is reviewed once at each level', () => {
    given(proposed, reviewed('village'))
      .when({ type: 'ReviewProject', data: { ...here, level: 'village' } })
      .thenNothingHappens()
    given(proposed, reviewed('village'))
      .when({ type: 'ReviewProject', data: { ...here, level: 'county' } })
      .then(reviewed('county'))
  })

  it('is completed and settled as the kind it was proposed as', () => {
    const quantities = [{ measure: 'length', amount: 3_122, unit: 'm' } as const]
    given(proposed)
      .when({ type: 'CompleteProject', data: { ...here, quantities } })
      .then(events.ProjectCompleted({ ...here, kind: 'road', quantities }))
    given(proposed)
      .when({ type: 'SettleProject', data: { ...here, amount: 100_000 } })
      .then(settled)
  })

  it('is recorded as started although nobody approved it: a report is never refused for that', () => {
    given(proposed).when({ type: 'StartProject', data: here }).then(events.ProjectStarted(here))
  })

  it('is reimbursed up to what was settled', () => {
    const part = events.ProjectReimbursed({ ...here, amount: 60_000 })
    given(proposed, settled).when({ type: 'Reimburse', data: part.data }).then(part)
    given(proposed, settled, part)
      .when({ type: 'Reimburse', data: { ...here, occurredOn: '2016-03-01', amount: 40_001 } })
      .thenRefused('project.over-settled')
    given(proposed).when({ type: 'Reimburse', data: part.data }).thenRefused('project.over-settled')
  })
})
