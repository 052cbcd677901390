import { type AnyCommand, monitoringRules } from '@rural-tracker/domain'
import type { Dice, Story } from './story.ts'

const NATION = '000000000000'
const PROVINCE = '430000000000'
const words = { basis: 'test', assumption: true } as const
const from = '2021-05-01'

/** Small numbers, so that what is told meets them, falls short of them by one, and goes beyond them by one. */
export const LINE = 750_000
export const COST = 500_000

const LENGTHS = {
  push: [5],
  visit: [3, 5],
  match: [5, 2],
  review: [5],
  notice: [5, 4],
  whole: [15, 20],
  press: [10, 12],
  near: [3, 1],
  entry: [7],
  firstMeasure: [1],
  firstMeasureFromClue: [15, 40],
  elimination: [6],
  eliminationOverdue: [12],
  explanation: [5],
} as const
const MONTHS: ReadonlySet<string> = new Set(['firstMeasure', 'elimination', 'eliminationOverdue'])
const WORKING: ReadonlySet<string> = new Set(['visit', 'notice', 'whole'])

const THRESHOLDS = [
  ['medicalRegistered', COST, 'fen'],
  ['medicalOrdinary', 2 * COST, 'fen'],
  ['medicalWindow', 12, 'month'],
  ['outpatientMonth', 50_000, 'fen'],
  ['schoolingYear', 2 * COST, 'fen'],
  ['weakSigns', 2, 'count'],
  ['weakSignDays', 90, 'day'],
  ['dividendPause', 13, 'month'],
  ['wageWindow', 12, 'month'],
  ['visitors', 2, 'count'],
  ['reviewMajority', 50, 'percent'],
  ['waiverMonths', 6, 'month'],
  ['perHeadAtRecognition', 2_000_000, 'fen'],
  ['fastElimination', 1, 'month'],
  ['labourMembers', 4, 'count'],
  ['labourShare', 50, 'percent'],
  ['schoolAgeFrom', 6, 'year'],
  ['schoolAgeTo', 15, 'year'],
  ['workAge', 16, 'year'],
  ['schoolYearEnds', 8, 'month'],
  ['incomeYearStarts', 10, 'month'],
  ['insuranceFrom', 3, 'month'],
] as const

const set = (type: string, data: object): AnyCommand => ({ type, data: { region: NATION, from, ...words, ...data } }) as AnyCommand

/** Which weak signs, and which of them stand for a time only, as shipped. */
const WEAK = [
  'outpatient-cost',
  'new-serious-illness',
  'new-disability',
  'insurance-doubled',
  'dividends-stopped',
  'benefits-ended',
  'loan-overdue',
  'split-from-monitored',
]
const STANDS: Readonly<Record<string, number>> = {
  disaster: 180,
  accident: 180,
  'main-earner-lost-job': 180,
  'industry-failed': 180,
  'new-serious-illness': 90,
  'new-disability': 90,
  'benefits-ended': 90,
  'split-from-monitored': 90,
}

function adopted(dice: Dice): AnyCommand[] {
  return monitoringRules.flatMap(({ id, kind }) => {
    if (dice.chance(4)) return []
    const usual = kind === 'process' ? 'process' : WEAK.includes(id) ? 'weak' : 'strong'
    const standsDays = STANDS[id] && !dice.chance(10) ? { standsDays: STANDS[id] } : {}
    const late = dice.chance(4) ? { from: '2023-09-01' } : {}
    return [set('AdoptRule', { rule: id, level: 1 + dice.upTo(2), sign: dice.chance(5) ? 'weak' : usual, ...standsDays, ...late })]
  })
}

/** Everything that a rule asks for, with a hole here and there. */
export function settings(dice: Dice): AnyCommand[] {
  const some = (...commands: AnyCommand[]) => commands.filter(() => !dice.chance(3))
  return [
    ...[2023, 2024, 2025].flatMap((year) => some(set('SetMonitoringLine', { from: `${year}-01-01`, amount: LINE + (year - 2023) * 50_000 }))),
    ...(dice.chance(40) ? [set('SetMonitoringLine', { region: PROVINCE, from: '2024-03-14', amount: LINE + 120_000 })] : []),
    ...Object.entries(LENGTHS).flatMap(([stage, lengths]) => {
      const unit = MONTHS.has(stage) ? 'month' : WORKING.has(stage) && dice.chance(25) ? 'workingDay' : 'day'
      return some(set('SetDeadline', { stage, length: dice.of(...(lengths as readonly [number])), unit }))
    }),
    ...some(...THRESHOLDS.map(([name, value, unit]) => set('SetThreshold', { name, value, unit }))),
    ...some(
      set('SetRequiredMeasures', {
        development: ['industry', 'employment'],
        pairs: [
          { when: 'illness', anyOf: ['health', 'socialHelp'], afterElimination: ['socialSafetyNet'] },
          { when: 'disability', anyOf: ['socialSafetyNet', 'socialHelp'] },
          { when: 'unsafeHouse', anyOf: ['housingSafety'] },
          { when: 'dropOut', anyOf: ['compulsoryEducation'] },
          { when: 'uninsured', anyOf: ['health', 'socialHelp'] },
        ],
      }),
    ),
    ...(['monitored', 'formerPoor', 'registeredPoor'] as const).map((group) =>
      set('SetVisitRhythm', { group, months: group === 'monitored' ? 1 : 3 }),
    ),
    // No calendar of 2026: what would be due then cannot be told.
    ...[2022, 2023, 2024, 2025].map((year) =>
      set('SetWorkingCalendar', { year, off: [`${year}-01-02`, `${year}-05-02`, `${year}-10-03`, `${year}-10-04`], work: [] }),
    ),
    set('SetClassScheme', { scheme: '2021', classes: ['unstableExit', 'marginal', 'suddenHardship'] }),
    set('SetClassScheme', { scheme: '2026', from: '2025-06-01', classes: ['preventionObject'] }),
    set('SetLevelScheme', { levels: [{ level: 3, id: 'high', zh: '高', en: 'high' }] }),
    ...adopted(dice),
  ]
}

type Is = { from: string; amount?: number; value?: number; length?: number; months?: number; pairs?: readonly unknown[]; off?: readonly string[] }
const CORRECTABLE: Readonly<Record<string, string>> = {
  SetMonitoringLine: 'CorrectMonitoringLine',
  SetThreshold: 'CorrectThreshold',
  SetDeadline: 'CorrectDeadline',
  SetRequiredMeasures: 'CorrectRequiredMeasures',
  SetVisitRhythm: 'CorrectVisitRhythm',
  SetWorkingCalendar: 'CorrectWorkingCalendar',
  AdoptRule: 'CorrectRuleAdoption',
}

/** A parameter was set wrongly, or ends, or began on another day. */
export const parameterCorrected: Story = ({ dice, earlier }) => {
  const type = dice.of(...(Object.keys(CORRECTABLE) as [string]))
  const those = earlier.filter((command) => command.type === type)
  const one = those[dice.upTo(Math.max(0, those.length - 1))]
  if (!one) return []
  const { region, ...is } = one.data as Is & { region: string }
  const other: Partial<Is> & { to?: string } = {
    ...(is.amount === undefined ? {} : { amount: is.amount + dice.of(60_000, -60_000) }),
    ...(is.value === undefined ? {} : { value: is.value + dice.of(1, 0) }),
    ...(is.length === undefined ? {} : { length: is.length + 1 }),
    ...(is.months === undefined ? {} : { months: is.months + 1 }),
    ...(is.pairs === undefined ? {} : { pairs: is.pairs.slice(1) }),
    ...(is.off === undefined ? {} : { off: is.off.slice(1) }),
    ...(dice.chance(40) ? { to: '2024-06-30' } : {}),
    ...(dice.chance(20) ? { from: dice.of('2023-03-01', '2021-06-01') } : {}),
  }
  return [{ command: { type: CORRECTABLE[type], data: { region, corrects: is.from, is: { ...is, ...other } } } as AnyCommand }]
}
