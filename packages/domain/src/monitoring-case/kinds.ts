import { z } from 'zod'

// Closed lists: what is written about a household is coded, so that no free text can hold a name, an illness or a number.

/** 线索来源. `platform` is a clue from one of our own rules; `greenChannel` is help in a disaster or accident before any paper. */
export const ClueSource = z.enum([
  'selfReport',
  'cadreCheck',
  'departmentPush',
  'petition',
  'hotline',
  'media',
  'inspection',
  'platform',
  'greenChannel',
])
export type ClueSource = z.infer<typeof ClueSource>

/** The department that pushed a clue. */
export const Department = z.enum([
  'medicalInsurance',
  'health',
  'education',
  'emergency',
  'disabledFederation',
  'civilAffairs',
  'humanResources',
  'housing',
  'water',
  'publicSecurity',
  'transport',
  'agriculture',
  'womenFederation',
  'youthLeague',
  'petitionOffice',
  'cyberspace',
  'bank',
  'other',
])

/** What is meant by the risk `other`. */
export const OtherRisk = z.enum(['wedding', 'lawsuit', 'debt', 'familyChange', 'marketPrice', 'unknown'])

/** What the data match found against a household. */
export const Doubt = z.enum(['car', 'commercialHousing', 'company', 'publicPayroll', 'deposits', 'other'])

export const DismissReason = z.enum(['noRisk', 'riskSolved', 'ownMeans', 'doubtsConfirmed', 'notRural', 'duplicate', 'alreadyCovered'])

/** Why a household did not sign the 承诺授权书. */
export const RefusalReason = z.enum(['unwilling', 'absent', 'doesNotNeed'])

export const RollBackReason = z.enum(['incomeUnstable', 'rigidSpending', 'guaranteeUnsafe', 'noMeasure', 'tooEarly', 'other'])

/** Why a risk is gone without our help. */
export const NaturalReason = z.enum(['incomeRisen', 'memberEmployed', 'illnessCured', 'schoolingEnded', 'marriedIn', 'other'])

/**
 * Everything that a public notice may show of a household; nothing else can be noticed. No kind of risk is among them: illness and
 * disability are health data, and leaving only those two out would tell who has them.
 */
export const NoticeField = z.enum(['village', 'householdNumber', 'headName', 'memberCount', 'class', 'stage'])

/** What a report broke. It is recorded all the same; a rule makes it a finding. */
export const CaseBreach = z.enum([
  'visitMissing',
  'consentMissing',
  'reviewMissing',
  'reviewAgainst',
  'noticeMissing',
  'noticeRunning',
  'noticeShort',
  'noticedAgain',
  'townCheckMissing',
  'countyMissing',
  'countyAgainst',
  'notRecognised',
  'notEliminated',
  'alreadyRecognised',
  'alreadyEliminated',
  'tooEarly',
  'measureMissing',
  'noLabour',
  'underLine',
  'incomeMissing',
  'guaranteeUnsafe',
  'naturalWithoutEvidence',
  'classNotInScheme',
  'householdClosed',
  'notMonitored',
])
export type CaseBreach = z.infer<typeof CaseBreach>

/** What a decision could not check, because no parameter is set or nothing is reported. */
export const Unchecked = z.enum(['term', 'line', 'income', 'labour', 'noticeLength', 'scheme'])
export type Unchecked = z.infer<typeof Unchecked>
