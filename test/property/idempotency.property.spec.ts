import { aggregates } from '@rural-tracker/domain'
import { type Command, eventIdOf, openMemoryStore, previewCommands } from '@rural-tracker/event-store'
import { sanjiangHistory } from '@rural-tracker/sanjiang'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories } from './histories.ts'

/** decide(c, fold(s, decide(c, s))) = []: every command given twice, under two ids, leads to the events of once. */
async function eventsOf(commands: Iterable<Command>) {
  return previewCommands({ store: openMemoryStore(), aggregates }, commands)
}

function* twice(commands: Iterable<Command>): Iterable<Command> {
  for (const command of commands) {
    yield command
    yield { ...command, commandId: `${command.commandId}.again` }
  }
}

describe('decisions are idempotent', () => {
  it('given random histories, then the same business fact again is no event', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (commands) => {
        const [once, again] = [await eventsOf(commands), await eventsOf(twice(commands))]
        expect(again.events).toBe(once.events)
        expect(again.refusals.length).toBe(once.refusals.length * 2)
      }),
      { numRuns: 150 },
    )
  })

  it('given the five years of the demonstration, then every command again is no event, and none is refused', async () => {
    const commands = [...sanjiangHistory(eventIdOf)]
    const [once, again] = [await eventsOf(commands), await eventsOf(twice(commands))]
    expect(once).toMatchObject({ refusals: [] })
    expect(again).toMatchObject({ refusals: [], events: once.events })
    const seen = new Set<string>(commands.map((command) => command.type))
    const known = aggregates.flatMap((aggregate) => aggregate.commands.map((command) => command.type))
    expect(known.filter((type) => !seen.has(type)).sort()).toEqual(NOT_IN_THE_DEMONSTRATION)
  }, 400_000)
})

/** Commands of which the demonstration has none; the random histories and the unit specs give them. */
const NOT_IN_THE_DEMONSTRATION = [
  'AdoptRule',
  'AssignHelper',
  'CertifyDisability',
  'CheckCase',
  'ClaimRecovery',
  'CloseFacility',
  'CloseHousehold',
  'CollectIncome',
  'CorrectClassScheme',
  'CorrectDeadline',
  'CorrectIncomeEntry',
  'CorrectLevelScheme',
  'CorrectMedicalBill',
  'CorrectMonitoringLine',
  'CorrectRequiredMeasures',
  'CorrectRuleAdoption',
  'CorrectTariff',
  'CorrectThreshold',
  'CorrectVisitRhythm',
  'CorrectWorkingCalendar',
  'DismissClue',
  'DistributeDividend',
  'EliminateRisk',
  'EndBenefit',
  'EndCaseNotice',
  'EndInclusion',
  'EndMeasure',
  'EndPause',
  'EndWaiver',
  'ExplainDecision',
  'GrantBenefit',
  'HandLeaflet',
  'IncludeHousehold',
  'LoseJob',
  'MergeVillage',
  'OpenGreenChannel',
  'PauseWatch',
  'ProposeElimination',
  'PublishCaseNotice',
  'RecogniseHousehold',
  'RecordAnnouncement',
  'RecordCaseNotice',
  'RecordConsent',
  'RecordCountyDecision',
  'RecordDataMatch',
  'RecordElimination',
  'RecordExpense',
  'RecordHomeVisit',
  'RecordIncome',
  'RecordNationalEntry',
  'RecordReclassification',
  'RecordRecognition',
  'RecordRecovery',
  'RecordRevocation',
  'RecordTownCheck',
  'RecordVillageReview',
  'RegisterClue',
  'ReleaseDoctor',
  'ReleaseHelper',
  'RenewLoan',
  'ReportAccident',
  'ReportBulkEvent',
  'ReportBusinessFailure',
  'ReportDisaster',
  'ReportDisasterLoss',
  'ReportHealth',
  'ReportInsurancePayout',
  'ReportLabour',
  'ReportMedicalBill',
  'ReportRecovery',
  'ReportSchoolStatus',
  'ReportSchoolingCost',
  'RevokeHonour',
  'RollBackElimination',
  'SetClassScheme',
  'SetDeadline',
  'SetLevelScheme',
  'SetRequiredMeasures',
  'SetThreshold',
  'SetVisitRhythm',
  'SetWorkingCalendar',
  'SplitHousehold',
  'StartMeasure',
  'WaiveRule',
  'WithdrawClosing',
  'WithdrawElimination',
  'WithdrawMeasure',
  'WithdrawMerger',
  'WithdrawReport',
  'WriteOffRecovery',
]
