import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { parameter as aggregate } from '../../parameter/decide.ts'
import { Programme } from '../../payment-list/events.ts'
import type { MeasureKind } from '../../values/measure-kinds.ts'
import type { MonitoringClass } from '../../values/monitoring-classes.ts'
import { type DataOfEach, amount, occurredOn, one } from './pools.ts'

const region = one('000000000000', '430000000000')
const from = one('2019-01-01', '2020-01-01')
const dates = { from, to: fc.option(fc.constant('2020-12-31'), { nil: undefined }), basis: one('A', 'B'), assumption: fc.boolean() }

/** Values of one family; the last day in force is left out rather than undefined, as in a stored event. */
function valuesOf<Value extends object>(value: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }) {
  return fc.record({ ...dates, ...value }).map(({ to, ...rest }) => (to === undefined ? rest : { ...rest, to })) as fc.Arbitrary<
    Value & { from: string; to?: string; basis: string; assumption: boolean }
  >
}
const setting = <Value extends object>(values: fc.Arbitrary<Value>) => fc.tuple(region, values).map(([where, is]) => ({ region: where, ...is }))
const correction = <Value extends object>(is: fc.Arbitrary<Value>) => fc.record({ region, corrects: from, is })

const monitoringLine = valuesOf({ amount })
const deadline = valuesOf({
  stage: one('visit' as const, 'whole' as const),
  length: one(3, 15),
  unit: one('day' as const, 'workingDay' as const, 'month' as const),
})
const threshold = valuesOf({ name: one('weakSigns' as const, 'visitors' as const), value: one(2, 3), unit: fc.constant('count' as const) })
const requiredMeasures = valuesOf({
  development: fc.subarray<MeasureKind>(['industry', 'employment']),
  pairs: fc.subarray([
    { when: 'illness' as const, anyOf: ['health' as const], afterElimination: ['socialSafetyNet' as const] },
    { when: 'dropOut' as const, anyOf: ['compulsoryEducation' as const] },
  ]),
})
const visitRhythm = valuesOf({ group: one('monitored' as const, 'formerPoor' as const), months: one(1, 3) })
const workingCalendar = valuesOf({
  year: fc.constant(2020),
  off: fc.subarray(['2020-01-01', '2020-05-01', '2020-05-04']),
  work: fc.subarray(['2020-04-26', '2020-05-09']),
})
const classScheme = valuesOf({
  scheme: fc.constant('2021' as const),
  classes: fc.subarray<MonitoringClass>(['unstableExit', 'marginal', 'suddenHardship'], { minLength: 1 }),
})
const ruleAdoption = valuesOf({ rule: one('drop-out', 'accident'), level: one(1, 3), sign: one('strong' as const, 'weak' as const) })
const levelScheme = valuesOf({
  levels: fc.subarray(
    [
      { level: 3, id: 'high', zh: '高', en: 'high' },
      { level: 1, id: 'low', zh: '低', en: 'low' },
    ],
    { minLength: 1 },
  ),
})
const alertClock = valuesOf({
  level: one(2, 3),
  stage: one('village' as const, 'town' as const),
  length: one(2, 5),
  unit: one('day' as const, 'workingDay' as const),
})
const alertLead = valuesOf({ stage: one('visit' as const, 'whole' as const), days: one(1, 3) })
const alertBudget = valuesOf({ perVillageMonth: one(8, 11) })
const quietHours = valuesOf({ begins: one('20:00', '21:30'), ends: fc.constant('07:30') })
const tariffOf = one(...Programme.options.slice(0, 2))

export const parameterCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  SetMonitoringLine: setting(monitoringLine),
  CorrectMonitoringLine: correction(monitoringLine),
  SetDeadline: setting(deadline),
  CorrectDeadline: correction(deadline),
  SetThreshold: setting(threshold),
  CorrectThreshold: correction(threshold),
  SetRequiredMeasures: setting(requiredMeasures),
  CorrectRequiredMeasures: correction(requiredMeasures),
  SetVisitRhythm: setting(visitRhythm),
  CorrectVisitRhythm: correction(visitRhythm),
  SetWorkingCalendar: setting(workingCalendar),
  CorrectWorkingCalendar: correction(workingCalendar),
  SetClassScheme: setting(classScheme),
  CorrectClassScheme: correction(classScheme),
  AdoptRule: setting(ruleAdoption),
  CorrectRuleAdoption: correction(ruleAdoption),
  SetLevelScheme: setting(levelScheme),
  CorrectLevelScheme: correction(levelScheme),
  SetAlertClock: setting(alertClock),
  CorrectAlertClock: correction(alertClock),
  SetAlertLead: setting(alertLead),
  CorrectAlertLead: correction(alertLead),
  SetAlertBudget: setting(alertBudget),
  CorrectAlertBudget: correction(alertBudget),
  SetQuietHours: setting(quietHours),
  CorrectQuietHours: correction(quietHours),
  SetTariff: fc.record({ region, occurredOn, programme: tariffOf, amount, basis: one('A', 'B') }),
  CorrectTariff: fc.record({
    region,
    programme: tariffOf,
    corrects: occurredOn,
    is: fc.record({ from: occurredOn, amount, basis: one('A', 'B') }),
  }),
}
