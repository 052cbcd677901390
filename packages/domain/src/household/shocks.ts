import { z } from 'zod'
import { defineEvent } from '../event.ts'
import { EventId, LocalId, PersonId } from '../values/ids.ts'
import { NonNegativeFen } from '../values/money.ts'
import { DisasterKind, here } from './kinds.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** 因灾受损. `disaster` is the number of the village's `DisasterStruck`, where one was reported. */
export const DisasterLossReported = defineEvent(
  'DisasterLossReported',
  z.strictObject({ ...here, loss: LocalId, kind: DisasterKind, amount: NonNegativeFen, disaster: LocalId.optional() }),
)
export const AccidentReported = defineEvent(
  'AccidentReported',
  z.strictObject({
    ...here,
    accident: LocalId,
    person: PersonId.optional(),
    kind: z.enum(['traffic', 'work', 'fire', 'fall', 'other']),
    amount: NonNegativeFen,
  }),
)
/** 产业失败: the household's own farm or trade. */
export const BusinessFailed = defineEvent(
  'BusinessFailed',
  z.strictObject({
    ...here,
    business: LocalId,
    branch: z.enum(['planting', 'breeding', 'processing', 'trade', 'other']),
    cause: z.enum(['market', 'disease', 'disaster', 'other']),
    amount: NonNegativeFen,
  }),
)
/** What a loss, an accident or a failure did is made good; `recovers` is the event id of its report. */
export const ShockRecovered = defineEvent(
  'ShockRecovered',
  z.strictObject({ ...here, recovers: EventId, how: z.enum(['compensated', 'rebuilt', 'resumed', 'recovered']) }),
)

/** An entitlement (保障待遇) from `occurredOn` on, whether or not money has moved. `monthly` in fen. */
export const BenefitGranted = defineEvent(
  'BenefitGranted',
  z.strictObject({
    ...here,
    benefit: LocalId,
    person: PersonId.optional(),
    kind: z.enum(['livingAllowance', 'destituteSupport', 'disabilityAllowance', 'pension', 'publicWelfarePost', 'other']),
    monthly: NonNegativeFen,
  }),
)
export const BenefitEnded = defineEvent(
  'BenefitEnded',
  z.strictObject({ ...here, benefit: LocalId, reason: z.enum(['reviewed', 'incomeRisen', 'contractEnded', 'died', 'other']) }),
)

export const shockEvents = [DisasterLossReported, AccidentReported, BusinessFailed, ShockRecovered, BenefitGranted, BenefitEnded] as const
