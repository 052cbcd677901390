import { defineAggregate } from '../aggregate.ts'
import * as clues from './clues.ts'
import * as ending from './ending.ts'
import { monitoringCaseEvents } from './events.ts'
import * as help from './help.ts'
import * as people from './people.ts'
import * as recognition from './recognition.ts'
import { evolve, initial } from './state.ts'
import * as steps from './steps.ts'

/**
 * 防返贫监测: the whole monitoring life of one household, from its first clue through recognitions, help and eliminations, and what
 * people decided beside the rules. One stream for life: at most one procedure is open, and a re-marking is on the same record.
 */
export const monitoringCase = defineAggregate({
  category: 'monitoringCase',
  events: monitoringCaseEvents,
  initial,
  evolve,
  commands: [
    clues.registerClue,
    clues.openGreenChannel,
    clues.recordHomeVisit,
    clues.recordConsent,
    clues.recordDataMatch,
    steps.recordVillageReview,
    steps.publishCaseNotice,
    steps.recordCaseNotice,
    steps.endCaseNotice,
    steps.checkCase,
    steps.recordTownCheck,
    steps.recordCountyDecision,
    steps.recordAnnouncement,
    steps.recordNationalEntry,
    recognition.recogniseHousehold,
    recognition.recordRecognition,
    recognition.recordRevocation,
    recognition.recordReclassification,
    clues.handLeaflet,
    clues.explainDecision,
    clues.dismissClue,
    help.assignHelper,
    help.releaseHelper,
    help.startMeasure,
    help.endMeasure,
    help.withdrawMeasure,
    ending.proposeElimination,
    ending.withdrawElimination,
    ending.eliminateRisk,
    ending.recordElimination,
    ending.rollBackElimination,
    people.includeHousehold,
    people.endInclusion,
    people.pauseWatch,
    people.endPause,
    people.waiveRule,
    people.endWaiver,
  ],
})
