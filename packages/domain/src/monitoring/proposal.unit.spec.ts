import { describe, expect, it } from 'vitest'
import { readProposal } from './proposal.ts'

const region = '431224000000'
const read = (given: unknown) => readProposal(given, '2025-01-01')

describe('a proposal', () => {
  it('given values, adoptions, drops and scales, then each is a parameter from the first day on, unless it says otherwise', () => {
    expect(
      read({
        title: '提高监测线',
        set: [
          { kind: 'monitoringLine', region, amount: 902_000 },
          { kind: 'deadline', region, stage: 'visit', length: 3, unit: 'workingDay', from: '2025-03-01', to: '2025-06-30', basis: '县办〔2025〕1号' },
        ],
        adopt: [{ rule: 'drop-out', region, level: 2, sign: 'weak' }],
        drop: [{ rule: 'weak-signs', region, to: '2025-12-31' }],
        scale: [{ kind: 'threshold', name: 'medicalOrdinary', region, percent: 90 }],
      }),
    ).toEqual([
      {
        kind: 'monitoringLine',
        region,
        from: '2025-01-01',
        to: null,
        does: 'set',
        value: { amount: 902_000, to: null, basis: 'proposed', assumption: true },
      },
      expect.objectContaining({
        kind: 'deadline.visit',
        from: '2025-03-01',
        to: '2025-06-30',
        value: expect.objectContaining({ length: 3, basis: '县办〔2025〕1号' }),
      }),
      expect.objectContaining({ kind: 'rule.drop-out', does: 'set', value: expect.objectContaining({ level: 2, sign: 'weak' }) }),
      { kind: 'rule.weak-signs', region, from: '2025-01-01', to: '2025-12-31', does: 'drop' },
      { kind: 'threshold.medicalOrdinary', region, from: '2025-01-01', to: null, does: 'scale', percent: 90 },
    ])
  })

  it.each([
    ['no object', 'a line', 'proposal.malformed', ''],
    ['a part that nobody knows', { rise: [] }, 'proposal.malformed', ''],
    ['nothing proposed', { title: '空' }, 'proposal.empty', ''],
    ['a family that nobody knows', { set: [{ kind: 'line', region, amount: 1 }] }, 'proposal.malformed', 'set.0.kind'],
    ['a field of the wrong type', { set: [{ kind: 'monitoringLine', region, amount: '九千' }] }, 'proposal.malformed', 'set.0.amount'],
    ['a field too many', { set: [{ kind: 'monitoringLine', region, amount: 1, yuan: 9_020 }] }, 'proposal.malformed', 'set.0'],
    ['a field too few', { set: [{ kind: 'monitoringLine', amount: 1 }] }, 'proposal.malformed', 'set.0.region'],
    [
      'a threshold that no rule asks for',
      { set: [{ kind: 'threshold', region, name: 'nothing', value: 1, unit: 'fen' }] },
      'proposal.wrong-value',
      'set.0',
    ],
    [
      'a unit that is not the threshold’s',
      { set: [{ kind: 'threshold', region, name: 'weakSigns', value: 1, unit: 'fen' }] },
      'proposal.wrong-value',
      'set.0',
    ],
    ['a rule that is none', { adopt: [{ rule: 'bad-luck', region, level: 1, sign: 'weak' }] }, 'proposal.malformed', 'adopt.0.rule'],
    ['a rule dropped that needs no adoption', { drop: [{ rule: 'income-under-line', region }] }, 'proposal.always', 'drop.0.rule'],
    ['an age scaled', { scale: [{ kind: 'threshold', name: 'workAge', region, percent: 90 }] }, 'proposal.malformed', 'scale.0.name'],
    [
      'days in the wrong order',
      { drop: [{ rule: 'drop-out', region, from: '2025-03-01', to: '2025-02-01' }] },
      'proposal.ends-before-it-begins',
      'drop.0.to',
    ],
    [
      'one parameter twice on a day',
      { set: [{ kind: 'monitoringLine', region, amount: 1 }], scale: [{ kind: 'monitoringLine', region, percent: 110, from: '2025-06-01' }] },
      'proposal.twice',
      'scale.0',
    ],
  ])('given %s, then one sentence in both languages names the field', (_, given, code, field) => {
    const fault = read(given)
    expect(fault).toMatchObject({
      code,
      field,
      text: { zh: expect.stringMatching(/\p{Script=Han}.*。$/u), en: expect.stringMatching(/^[\x20-\x7e…「」]+\.$/) },
    })
    if (field !== '') expect((fault as { text: { zh: string } }).text.zh).toContain(field)
  })

  it('given one parameter of two regions, or of one region on other days, then both stand', () => {
    const found = read({
      set: [
        { kind: 'monitoringLine', region, amount: 1, to: '2025-05-31' },
        { kind: 'monitoringLine', region, amount: 2, from: '2025-06-01' },
        { kind: 'monitoringLine', region: '430000000000', amount: 3 },
      ],
    })
    expect(found).toHaveLength(3)
  })
})
