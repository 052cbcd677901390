import { type AnyCommand, plusDays } from '@rural-tracker/domain'
import { expect, it } from 'vitest'
import { alertTown, householdOf, parameters, set, VILLAGE } from '../testing/alert-town.ts'

const { life, recognised, of } = householdOf('H00001')
const other = householdOf('H00002')
const limits: readonly AnyCommand[] = [
  set('SetAlertBudget', { perVillageMonth: 11, from: '2021-06-01' }),
  set('AdoptRule', { rule: 'recognised-without-measure', level: 2, sign: 'process' }),
  set('AdoptRule', { rule: 'visit-overdue', level: 2, sign: 'process' }),
  set('SetDeadline', { stage: 'firstMeasure', length: 10, unit: 'day' }),
  set('SetDeadline', { stage: 'elimination', length: 6, unit: 'month' }),
  set('SetVisitRhythm', { group: 'monitored', months: 1 }),
  ...['firstMeasure', 'visitRhythm', 'elimination', 'notice'].map((stage) => set('SetAlertLead', { stage, days: 1 })),
]
const notice: AnyCommand = {
  type: 'RecordCaseNotice',
  data: { registeredIn: VILLAGE, household: 'H00002', from: '2024-02-27', to: '2024-03-03', fields: ['village'] },
}
const measure = of('StartMeasure', '2024-02-20', { measure: 'M1', kind: 'industry', risks: [] })

/** The first half of a year, asked on these days; everything that was said of each alert. */
async function halfYear(isAsked: (day: string) => boolean) {
  const town = await alertTown('2024-02-01')
  try {
    await town.known('2024-01-01', ...parameters, ...limits, ...life, ...other.life)
    await town.known('2024-02-01', recognised('2024-02-01'))
    await town.known('2024-02-20', measure)
    await town.known('2024-02-27', other.clue('2024-02-25', 'C1'), notice)
    for (let day = '2024-02-01'; day <= '2024-08-05'; day = plusDays(day, 1)) if (isAsked(day)) await town.asked(day)
    const { rows } = await town.tracker.alerts({ past: true, sort: 'village' })
    return Object.fromEntries(await Promise.all(rows.map(async ({ alert }) => [alert, await town.steps(alert)] as const)))
  } finally {
    await town.close()
  }
}

it('given a half year of one household, then each due day is said with its own date, once, also when nobody asked for weeks', async () => {
  const said = await halfYear((day) => day === '2024-02-01' || day === '2024-08-05')
  expect(said).toEqual({
    'H00001.due.firstMeasure': ['2024-02-10 Raised', '2024-02-12 Strengthened', '2024-02-20 Resolved'],
    'H00001.due.visitRhythm': ['2024-02-29 Raised', '2024-03-02 Strengthened'],
    'H00001.due.elimination': ['2024-07-31 Raised', '2024-08-02 Strengthened'],
    'H00002.due.visit': ['2024-02-27 Raised', '2024-02-29 Strengthened'],
    'H00002.due.notice': ['2024-03-02 Raised', '2024-03-04 Strengthened'],
  })
  expect(said).toEqual(await halfYear((day) => !/-(0[4-6]|1[2-9])$/.test(day)))
}, 120_000)
