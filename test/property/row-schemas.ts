import {
  AlertCause,
  AlertLevel,
  AlertPhase,
  AlertSign,
  AlertStage,
  AlertSubject,
  Breach,
  Channel,
  CountsAgain,
  DivisionCode,
  EventId,
  Found,
  HouseholdId,
  IsoDate,
  LocalId,
  MessageFailure,
  MessageItem,
  MessageKind,
  MonitoringClass,
  monitoringRules,
  PersonId,
  Programme,
  ReadingPurpose,
  RiskKind,
  Role,
  Scheme,
} from '@rural-tracker/domain'
import { z } from 'zod'

/** What people may rely on in a row of each read model, stricter than the types of its columns. */

const whole = z.int()
const count = z.int().nonnegative()
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
const instant = z.iso.datetime({ precision: 3 })
const provenance = { position: count, n: count, eventId: EventId, stream: z.string().min(1), revision: count, knownAt: instant }

const progress = {
  division: DivisionCode,
  kind: z.string().nullable(),
  stage: z.enum(['proposed', 'reviewed', 'approved', 'funded', 'contracted', 'started', 'completed', 'accepted', 'settled', 'handedOver']),
  settled: count,
  updatedOn: IsoDate,
}
const quantity = z.strictObject({ measure: z.string(), amount: z.number(), unit: z.string() })

const serviceKey = { division: DivisionCode, role: Role, validTo: IsoDate.nullable(), revokedOn: IsoDate.nullable() }

const baseClass = z.enum(['registeredPoor', 'formerPoor', 'ordinary'])
/** A word of a closed list is found by its commas. */
const betweenCommas = z.string().regex(/^(,([a-zA-Z-]+,)+)?$/)

const profile = { title: z.string().nullable(), poverty: z.enum(['none', 'poor', 'deeplyPoor']), households: whole, residents: whole }

const alertStatus = z.enum(['listed', 'raised', 'acknowledged', 'answered', 'cleared', 'dismissed', 'resolved', 'withdrawn'])
const alertColumns = {
  subject: AlertSubject,
  cause: AlertCause,
  status: alertStatus,
  level: AlertLevel,
  sign: AlertSign,
  stage: AlertStage,
  assignee: z.string().min(1).nullable(),
  dueOn: IsoDate.nullable(),
  respondBy: IsoDate.nullable(),
  raisedOn: IsoDate.nullable(),
  closedOn: IsoDate.nullable(),
}
const yesNo = z.literal([0, 1])
const message = {
  division: DivisionCode,
  receiver: LocalId,
  status: z.enum(['under way', 'delivered', 'failed']),
  kind: MessageKind,
  madeOn: IsoDate,
  endedOn: IsoDate.nullable(),
  attempts: count,
  reason: MessageFailure.nullable(),
}
const month = z.string().regex(/^\d{4}-\d\d$/)

export const rowSchemas: Readonly<Record<string, z.ZodType>> = {
  monitoring_list: z.strictObject({
    subject: HouseholdId,
    position: count,
    household: HouseholdId,
    village: DivisionCode,
    class: z.union([baseClass, MonitoringClass]),
    scheme: Scheme.nullable(),
    base: baseClass,
    status: z.enum([
      'closed',
      'paused',
      'clue',
      'verified',
      'consentRefused',
      'reviewed',
      'noticed',
      'townChecked',
      'countyApproved',
      'eliminating',
      'monitored',
      'eliminated',
      'included',
      'watch',
    ]),
    level: z.string().nullable(),
    levelRank: count,
    risks: z.array(RiskKind),
    risk: betweenCommas,
    rule: betweenCommas,
    reasons: z.array(z.strictObject({ rule: z.enum(['included', ...monitoringRules.map(({ id }) => id)]), message: text })),
    since: IsoDate.nullable(),
    deadline: IsoDate.nullable(),
    deadlineStage: z.enum(['visit', 'match', 'review', 'whole', 'entry', 'firstMeasure', 'visitRhythm']).nullable(),
    helper: z.string().min(1).nullable(),
    listed: z.literal([0, 1]),
  }),
  village_watch: z.strictObject({
    subject: DivisionCode,
    position: count,
    village: DivisionCode,
    households: z.int().positive(),
    base: z.int().positive(),
    causes: z.array(z.strictObject({ cause: z.enum([...RiskKind.options, 'disaster', 'unspecified']), households: z.int().positive() })),
    first: IsoDate,
    last: IsoDate,
    message: text,
    events: z.array(EventId).min(1),
  }),
  contributions: z.strictObject({
    ...provenance,
    series: z.string().regex(/^[a-zA-Z.]+$/),
    counted: z.string().min(1),
    amount: z.int(),
    weight: z.literal([1, 0, -1]),
    on: IsoDate,
    as: z.string().nullable(),
    partOf: z.string().nullable(),
    household: HouseholdId.nullable(),
    division: DivisionCode,
    about: HouseholdId.nullable(),
  }),
  published_figures: z.strictObject({
    ...provenance,
    claim: z.string(),
    report: z.string(),
    division: DivisionCode,
    kind: z.enum(['computed', 'fact', 'statement']),
    indicator: z.string().nullable(),
    value: z.number().nullable(),
    written: z.string(),
    unit: z.string(),
    relation: z.enum(['=', '≥', 'conflict', 'none']),
    from: IsoDate,
    to: IsoDate,
    quote: z.string(),
    reason: z.string().nullable(),
  }),
  household_timeline: z.strictObject({
    ...provenance,
    household: HouseholdId,
    person: PersonId.nullable(),
    occurredOn: IsoDate,
    type: z.string(),
    data: z.looseObject({ household: HouseholdId, occurredOn: IsoDate }),
  }),
  payment_ledger: z
    .strictObject({
      ...provenance,
      programme: Programme,
      village: DivisionCode,
      period: LocalId,
      line: LocalId,
      household: HouseholdId,
      person: PersonId.nullable(),
      movement: z.enum(['paid', 'returned', 'reversed', 'recovered']),
      amount: z.int(),
      on: IsoDate,
      bankReference: LocalId,
      findings: z.array(Breach),
    })
    .refine(({ movement, amount }) => (movement === 'paid' ? amount > 0 : amount < 0), 'what came back is negative'),
  payment_findings: z.strictObject({
    subject: z.union([PersonId, HouseholdId]),
    position: count,
    person: PersonId.nullable(),
    finding: z.enum(['paidAfterDeath', 'paidTwice', 'reportedDifferently', 'paidOverTariff', 'recoveryClaimed', 'recoveredTooMuch', 'receiptTwice']),
    household: HouseholdId,
    programme: Programme,
    on: IsoDate,
    amount: z.int().positive(),
    bankReference: LocalId,
    eventId: EventId,
    because: z.union([
      z.strictObject({ diedOn: IsoDate, death: EventId }),
      z.strictObject({ payment: EventId, amount: z.int().positive().optional() }),
      z.strictObject({ unitOf: z.string(), paid: count, tariff: count, tariffEvent: EventId }),
      z.strictObject({ claim: EventId }),
      z.strictObject({ recovered: z.int().positive(), claimed: count }),
      z.strictObject({ receipts: z.array(EventId).min(2) }),
    ]),
    recovery: z.enum(['open', 'claimed', 'returned', 'writtenOff']).nullable(),
    outstanding: count.nullable(),
  }),
  service_keys: z.strictObject({
    key: z.string().regex(/^\d{12}\.[a-z]+$/),
    position: count,
    ...serviceKey,
    row: z.strictObject({
      ...serviceKey,
      issuedOn: IsoDate,
      issuedBy: z.string().min(1),
      revokedBy: z.string().min(1).nullable(),
      reason: z.string().nullable(),
    }),
  }),
  name_readings: z.strictObject({
    ...provenance,
    reader: z.string().min(1),
    division: DivisionCode,
    person: PersonId,
    purpose: ReadingPurpose,
    on: IsoDate,
    reading: LocalId,
  }),
  division_succession: z.strictObject({
    ...provenance,
    village: DivisionCode,
    successor: DivisionCode,
    on: IsoDate,
    withdraws: EventId.nullable(),
  }),
  project_progress: z.strictObject({
    key: z.string(),
    position: count,
    ...progress,
    row: z.strictObject({
      ...progress,
      title: z.string().nullable(),
      percent: z.int().min(0).max(100),
      allocated: count,
      reimbursed: count,
      quantities: z.array(quantity),
    }),
  }),
  village_profile: z.strictObject({
    key: DivisionCode,
    position: count,
    ...profile,
    row: z.strictObject({
      ...profile,
      exitedOn: IsoDate.nullable(),
      mergedInto: DivisionCode.nullable(),
      registeredPoor: count,
      exited: count,
      facilities: z.record(z.string(), whole),
    }),
  }),
  alerts: z
    .strictObject({
      key: z.string().startsWith('alert-'),
      position: count,
      ...alertColumns,
      household: HouseholdId.nullable(),
      village: DivisionCode,
      open: yesNo,
      live: yesNo,
      row: z.strictObject({
        ...alertColumns,
        episode: z.int().positive(),
        division: DivisionCode,
        place: DivisionCode,
        assignedBy: z.string().min(1).nullable(),
        department: z.string().nullable(),
        evidence: z.array(EventId),
        known: z.array(EventId),
        firstSignOn: IsoDate,
        rule: z.strictObject({ id: z.string(), version: z.int() }).nullable(),
        phase: AlertPhase.nullable(),
        putOffOn: IsoDate.nullable(),
        listedOn: IsoDate.nullable(),
        visitedOn: IsoDate.nullable(),
        found: Found.nullable(),
        countsAgain: CountsAgain.nullable(),
        settled: z.strictObject({ countsAgain: CountsAgain, level: z.int(), dueOn: IsoDate.nullable(), known: count }).nullable(),
        said: z.record(z.string(), z.string()),
      }),
    })
    .refine(({ open, live }) => open <= live, 'what is open is not over')
    .refine(({ live, closedOn }) => live === 1 || closedOn !== null, 'what is over was closed on a day'),
  alert_history: z.strictObject({
    ...provenance,
    alert: z.string().startsWith('alert-'),
    subject: AlertSubject,
    cause: AlertCause,
    episode: z.int().positive(),
    division: DivisionCode,
    occurredOn: IsoDate,
    type: z.string().startsWith('Alert'),
    actor: z.string().min(1),
    data: z.looseObject({ subject: AlertSubject, occurredOn: IsoDate }),
  }),
  alert_load: z
    .strictObject({
      key: z.string(),
      position: count,
      by: z.enum(['village', 'officer']),
      village: DivisionCode,
      officer: z.string().min(1).nullable(),
      month,
      raised: count,
      listed: count,
      row: z.strictObject({
        by: z.enum(['village', 'officer']),
        who: z.string().min(1),
        village: DivisionCode,
        month,
        raised: count,
        strong: count,
        weak: count,
        process: count,
        listed: count,
        escalated: count,
        answered: count,
        confirmed: count,
        dismissed: count,
      }),
    })
    .refine(({ row }) => row.raised === row.strong + row.weak + row.process, 'every new alert has one strength')
    .refine(({ row }) => row.confirmed <= row.answered, 'only what was answered is confirmed'),
  alert_officers: z
    .strictObject({
      key: z.string().startsWith('alert-'),
      position: count,
      officer: z.string().min(1),
      alert: z.string().startsWith('alert-'),
      episode: z.int().positive(),
      village: DivisionCode,
      since: IsoDate,
      takenOver: yesNo,
      row: z.strictObject({
        officer: z.string().min(1),
        alert: z.string().startsWith('alert-'),
        episode: z.int().positive(),
        village: DivisionCode,
        since: IsoDate,
        takenOver: z.boolean(),
      }),
    })
    .refine(({ key, row }) => key === `${row.alert}/${row.episode}/${row.officer}`, 'a row is of one officer and one episode')
    .refine(({ takenOver, row }) => takenOver === Number(row.takenOver), 'the column is that of the row'),
  alert_parameters: z.strictObject({
    ...provenance,
    region: DivisionCode,
    kind: z.string().regex(/^(alertClock\.[123]\.(village|town|county)|alertLead\.[a-zA-Z]+|alertBudget|quietHours)$/),
    on: IsoDate,
    replaces: EventId.nullable(),
    body: z.looseObject({ to: IsoDate.nullable(), basis: z.string().min(1), assumption: z.boolean() }),
  }),
  receivers: z
    .strictObject({
      key: z.string().startsWith('receiver-'),
      position: count,
      division: DivisionCode.nullable(),
      channel: Channel.nullable(),
      answersAs: z.string().min(1).nullable(),
      there: yesNo,
      row: z.strictObject({ is: z.looseObject({ division: DivisionCode, receiver: LocalId }).nullable(), wasThere: z.boolean() }),
    })
    .refine(({ there, row }) => (there === 1) === (row.is !== null), 'who is there has wishes'),
  alert_messages: z
    .strictObject({
      key: z.string().startsWith('alertMessage-'),
      position: count,
      ...message,
      alerts: count,
      row: z.strictObject({ ...message, items: z.array(MessageItem) }),
    })
    .refine(({ kind, alerts, row }) => alerts === row.items.length && (alerts === 0) === (kind === 'weekly'), 'only the weekly list has none')
    .refine(({ status, endedOn }) => (status === 'under way') === (endedOn === null), 'a message ends once'),
  alert_days: z.strictObject({
    key: z.literal('asked'),
    position: count,
    first: IsoDate,
    last: IsoDate,
    row: z.strictObject({ first: IsoDate, last: IsoDate }),
  }),
}
