import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import type { DomainEvent } from '../event.ts'
import * as household from '../household/events.ts'
import * as life from '../testing/case-life.ts'
import { after } from '../testing/case-scenario.ts'
import { decideOn, deskOf, eventId, fold } from '../testing/scenario.ts'

const { where, clue, visited, reviewed, noticed, checked, decided, recognised, proposed, toRecognition, toElimination, procedureIn, wellOff } = life
const on = (occurredOn: string) => ({ ...where, occurredOn })
const consent = (occurredOn: string): AnyCommand => ({ type: 'RecordConsent', data: { ...on(occurredOn), consent: 'signed' } })

describe('风险消除回退: our elimination was weak', () => {
  it('puts the household back into the same round, with its measures', () => {
    after(...toElimination)
      .when(life.rolledBack('2024-07-01'))
      .then({ type: 'EliminationRolledBack', data: { round: 1, reason: 'rigidSpending' } })
    const back = after(...toElimination, life.rolledBack('2024-07-01')).state()
    expect([back.monitoring, back.round]).toEqual(['monitored', 1])
    after(...toElimination, life.rolledBack('2024-07-01'))
      .when(life.measured('2024-07-02', 'M2'))
      .then({ type: 'MeasureStarted', data: { round: 1, breaches: [] } })
  })

  it('closes the procedure that a clue had opened, and may happen again after another elimination', () => {
    after(...toElimination, clue('2024-06-20', 'C2'))
      .when(life.rolledBack('2024-07-01'))
      .then({ type: 'EliminationRolledBack', data: { closes: 3 } })
    const again = [...toElimination, life.rolledBack('2024-07-01'), proposed('2024-09-01'), ...procedureIn('2024-09', 'notAsked')]
    after(...again, life.eliminated('2024-09-13'))
      .when(life.rolledBack('2024-10-01'))
      .then({ type: 'EliminationRolledBack', data: { round: 1 } })
  })

  it('a second elimination goes the whole procedure again, also by report', () => {
    after(...toElimination, life.rolledBack('2024-07-01'))
      .when({ type: 'RecordElimination', data: { ...on('2024-08-01'), way: 'byHelp' } })
      .then({
        type: 'RiskEliminated',
        data: { procedure: 3, breaches: ['visitMissing', 'reviewMissing', 'noticeMissing', 'townCheckMissing', 'countyMissing'] },
      })
  })
})

describe('风险再标注: a new risk after elimination', () => {
  const full = [clue('2024-10-01', 'C2'), ...procedureIn('2024-10', 'signed', 'marginal')]

  it('is taken in on the same record as the next round', () => {
    after(...toElimination)
      .when(clue('2024-10-01', 'C2'))
      .then({ type: 'ClueRegistered', data: { procedure: 3, purpose: 'reMark' } })
    after(...toElimination, ...full)
      .when(recognised('2024-10-13'))
      .then({ type: 'RiskReMarked', data: { procedure: 3, round: 2, by: 'order', breaches: [] } })
  })

  it.each([
    [1, 'no-visit'],
    [2, 'no-review'],
    [4, 'no-town-check'],
    [5, 'no-county-approval'],
  ])('no step of its procedure may be left out: after %i of them it is refused', (steps, code) => {
    after(...toElimination, ...full.slice(0, steps))
      .when(recognised('2024-10-13'))
      .thenRefused(code)
  })

  it('measures that go on count for the new round', () => {
    after(...toElimination, ...full, recognised('2024-10-13'), proposed('2025-05-01'), ...procedureIn('2025-05', 'notAsked'))
      .where({ deadline: [] })
      .when(life.eliminated('2025-05-13'))
      .then({ type: 'RiskEliminated', data: { round: 2 } })
  })
})

describe('绿色通道: help first, papers later', () => {
  const opened: AnyCommand = { type: 'OpenGreenChannel', data: { ...on('2023-10-01'), clue: 'C1', risk: 'flood', evidence: [] } }

  it('opens a procedure by its own clue, and a measure before the papers is in order and counts for the recognition', () => {
    after()
      .when(opened)
      .then(
        { type: 'ClueRegistered', data: { source: 'greenChannel', clue: 'C1', procedure: 1, risks: ['flood'] } },
        { type: 'GreenChannelOpened', data: { procedure: 1, risk: 'flood' } },
      )
    after(opened)
      .when(life.measured('2023-10-01'))
      .then({ type: 'MeasureStarted', data: { round: 1, greenChannel: true, breaches: [] } })
    after(
      opened,
      life.measured('2023-10-01'),
      ...procedureIn('2023-10', 'signed'),
      recognised('2023-10-13'),
      proposed('2024-05-01'),
      ...procedureIn('2024-05', 'notAsked'),
    )
      .when(life.eliminated('2024-05-13'))
      .then({ type: 'RiskEliminated' })
  })

  it('joins the procedure that is open', () => {
    after(clue('2023-09-30'))
      .when(opened)
      .then({ type: 'GreenChannelOpened', data: { procedure: 1 } })
  })
})

describe('who refuses consent', () => {
  const refused = [clue('2023-10-01'), life.refusedAt('2023-10-02')]

  it('is left alone: every step is refused for want of consent', () => {
    for (const step of [noticed('2023-10-04', '2023-10-08'), checked('2023-10-09'), recognised('2023-10-13')])
      after(...refused)
        .when(step)
        .thenRefused('no-consent')
  })

  it('may return by signing, or by a new clue, in the same procedure', () => {
    after(...refused, consent('2023-10-20'), reviewed('2023-10-21'))
      .when(noticed('2023-10-22', '2023-10-26'))
      .then({ type: 'CaseNoticed', data: { procedure: 1 } })
    after(...refused)
      .when(clue('2023-10-25', 'C2'))
      .then({ type: 'ClueRegistered', data: { procedure: 1 } })
    expect(after(...refused, clue('2023-10-25', 'C2')).state().procedures[1]).not.toHaveProperty('consent')
  })
})

describe('what makes steps be done again', () => {
  const noticedCase = [clue('2023-10-01'), visited('2023-10-02'), reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08')]
  const second = noticed('2023-10-20', '2023-10-24')

  it('a return by the township: review and notice come again, and the second notice is no second one', () => {
    const returned = [...noticedCase, checked('2023-10-09', 'returned')]
    after(...returned)
      .when(second)
      .thenRefused('no-review')
    after(...returned, reviewed('2023-10-19'))
      .when(second)
      .then({ type: 'CaseNoticed', data: { breaches: [] } })
  })

  it('an upheld objection: the village reviews and notices again', () => {
    const objected: AnyCommand = { type: 'EndCaseNotice', data: { ...on('2023-10-09'), objections: 2, upheld: 1 } }
    after(...noticedCase, objected, reviewed('2023-10-19'))
      .when(checked('2023-10-25'))
      .thenRefused('no-notice')
    after(...noticedCase, objected, reviewed('2023-10-19'), second)
      .when(checked('2023-10-25'))
      .then({ type: 'TownChecked' })
  })

  it('a county that decides again: its last word counts', () => {
    after(...noticedCase, checked('2023-10-09'), decided('2023-10-12', 'rejected'), decided('2023-10-20', 'approved', 'marginal'))
      .when(recognised('2023-10-21'))
      .then({ type: 'HouseholdRecognised' })
  })
})

describe('a household that is closed', () => {
  const closed = household.HouseholdClosed({ household: where.household, occurredOn: '2024-06-01', reason: 'diedOut' })

  it('gets no order any more, reports are kept, and the case goes on where it was when the closing is withdrawn', () => {
    const gone = after(...toElimination).now([...wellOff, closed])
    gone.when(life.rolledBack('2024-07-01')).thenRefused('household-closed')
    gone.when(clue('2024-07-01', 'C2')).then({ type: 'ClueRegistered' })
    const reverses = eventId(wellOff.length, 1)
    const withdrawn = household.ClosingWithdrawn({ household: where.household, occurredOn: '2024-06-01', reverses, reason: 'mistaken' })
    after(...toElimination)
      .now([...wellOff, closed, withdrawn])
      .when(life.rolledBack('2024-07-01'))
      .then({ type: 'EliminationRolledBack' })
  })
})

describe('a recognition that was wrong', () => {
  const revoke = (round: number): AnyCommand => ({ type: 'RecordRevocation', data: { ...on('2024-06-01'), round, reason: 'falseData' } })

  it('leaves the household as if it had never been in that round; the next recognition has the next number', () => {
    after(...toRecognition)
      .when(revoke(1))
      .then({ type: 'RecognitionRevoked', data: { round: 1 } })
    expect(after(...toRecognition, revoke(1)).state().monitoring).toBe('none')
    after(...toRecognition, revoke(1), clue('2024-10-01', 'C2'), ...procedureIn('2024-10'))
      .when(recognised('2024-10-13'))
      .then({ type: 'HouseholdRecognised', data: { round: 2 } })
    after(...toRecognition)
      .when(revoke(2))
      .thenNothingHappens()
  })

  it('takes the elimination that was going on with it, and goes back to the round before', () => {
    after(...toRecognition, proposed('2024-05-01'))
      .when(revoke(1))
      .then({ type: 'EliminationWithdrawn', data: { procedure: 2 } }, { type: 'RecognitionRevoked' })
    const reMarked = [...toElimination, clue('2024-10-01', 'C2'), ...procedureIn('2024-10'), recognised('2024-10-13')]
    expect(after(...reMarked).state().monitoring).toBe('monitored')
    expect(after(...reMarked, revoke(2)).state()).toMatchObject({ monitoring: 'eliminated', round: 1 })
  })
})

describe('a household that splits', () => {
  const split: AnyCommand = { type: 'SplitHousehold', data: { ...on('2024-08-01'), into: 'H00002', persons: ['P00002'] } }
  const said = (...way: readonly AnyCommand[]) => {
    const { aggregate } = deskOf('SplitHousehold')
    const decision = decideOn(split, fold(aggregate, wellOff, 'user:a'), 'user:a', new Map([[life.CASE, after(...way).folded()]]))
    return (decision as readonly DomainEvent[])[0]
  }

  it('the new one learns whether the old one is monitored, and by which recognition', () => {
    expect(said(...toRecognition)).toMatchObject({
      type: 'HouseholdSplit',
      data: { monitored: true, basis: [{ stream: life.CASE, revision: 7, events: [eventId(7)] }] },
    })
    expect(said(...toElimination)).toMatchObject({ data: { monitored: false } })
    expect(said(clue('2024-07-01'))).toMatchObject({ data: { monitored: false, basis: [{ revision: 0, events: [] }] } })
  })
})

describe('a scheme that changes', () => {
  it('inside a procedure: the class is of the scheme in force on the day of recognition, and the county says it again', () => {
    const approved = [clue('2026-01-10'), ...procedureIn('2026-01', 'signed', 'marginal')]
    after(...approved)
      .when(recognised('2026-02-10'))
      .thenRefused('class-not-in-scheme')
    after(...approved, decided('2026-02-11', 'approved', 'preventionObject'))
      .when(recognised('2026-02-12', 'preventionObject'))
      .then({ type: 'HouseholdRecognised', data: { scheme: '2026', class: 'preventionObject' } })
  })

  it('after a recognition: the class is reassigned, and the old one stands in the event', () => {
    const reassign: AnyCommand = {
      type: 'RecordReclassification',
      data: { ...on('2026-03-01'), scheme: '2026', class: 'preventionObject', reason: 'schemeChange' },
    }
    after(...toRecognition)
      .when(reassign)
      .then({
        type: 'ClassReassigned',
        data: { round: 1, was: { scheme: '2021', class: 'marginal' }, is: { scheme: '2026', class: 'preventionObject' } },
      })
    after().when(reassign).thenRefused('not-monitored')
  })

  it('a scheme that nobody set is not checked and stands as unchecked', () => {
    after(...toRecognition.slice(0, -1))
      .where({ classScheme: [] })
      .when(recognised('2023-10-13'))
      .then({ type: 'HouseholdRecognised', data: { scheme: '2021', snapshot: { unchecked: ['scheme'] } } })
  })
})

describe('an elimination that is withdrawn', () => {
  it('leaves the household monitored, and another may be proposed', () => {
    const withdrawn: AnyCommand = { type: 'WithdrawElimination', data: on('2024-05-02') }
    after(...toRecognition, proposed('2024-05-01'))
      .when(withdrawn)
      .then({ type: 'EliminationWithdrawn', data: { procedure: 2 } })
    after(...toRecognition, proposed('2024-05-01'), withdrawn)
      .when(proposed('2024-06-01', 'natural'))
      .then({ type: 'EliminationProposed', data: { procedure: 3 } })
  })

  it('a natural one with its evidence needs neither six months nor a measure', () => {
    const natural = { reason: 'memberEmployed', evidence: ['00000000-0000-4000-8001-000000000004'] } as const
    after(...toRecognition, proposed('2023-11-01', 'natural'), ...procedureIn('2023-11', 'notAsked'))
      .when({ type: 'EliminateRisk', data: { ...on('2023-11-13'), natural: { ...natural, evidence: [...natural.evidence] } } })
      .then({ type: 'RiskEliminated', data: { way: 'natural', natural, round: 1 } })
  })
})
