import type { Load } from './load/work.ts'
import type { Size } from './log.ts'

export type Run = Readonly<{ side: string; size: Size; callers?: number }>

/** One line of the table: what we do, beside what it is held against, on the same events in the same run. */
export type Scenario = Readonly<{
  name: string
  ours: Run
  against: Run
  /** What `against` is. */
  limit: string
  /** Ours ÷ against, in things a second. */
  atLeast?: number
  /** Ours takes at most so many seconds of the processor, whatever it is set beside: what one thread takes that has a core to itself. */
  atMost?: number
  /** Which file or folder the sides read: a log, a data folder with the read models built from it, one of 100,000 households, the log of 示范镇. */
  on: 'nothing' | 'log' | 'data' | 'county' | 'township'
  /** Fields of what both sides found at the end, which have to be equal. */
  same?: readonly string[]
}>

export type Preset = Readonly<{
  rounds: number
  bulk: Size
  single: Size
  log: Size
  live: Size
  county: Size
  rules: Size
  peer: Size
  memory: Size
  memoryMb: number
  load: Load
}>

const BURST = { perSecond: 500, seconds: 5, each: 60 } as const

export const presets: Readonly<Record<'quick' | 'full', Preset>> = {
  quick: {
    rounds: 3,
    bulk: { events: 100_000, households: 2_000 },
    single: { events: 2_000, households: 500 },
    log: { events: 300_000, households: 6_000 },
    live: { events: 40_000, households: 4_000 },
    county: { events: 300_000, households: 6_000 },
    rules: { events: 0, households: 100_000 },
    peer: { events: 20_000, households: 5_000 },
    memory: { events: 500_000, households: 10_000 },
    memoryMb: 512,
    load: { households: 1_000, seconds: 120, perSecond: 100, burst: BURST },
  },
  full: {
    rounds: 5,
    bulk: { events: 400_000, households: 8_000 },
    single: { events: 10_000, households: 1_000 },
    log: { events: 2_000_000, households: 40_000 },
    live: { events: 200_000, households: 20_000 },
    county: { events: 4_000_000, households: 100_000 },
    rules: { events: 0, households: 100_000 },
    peer: { events: 100_000, households: 25_000 },
    memory: { events: 5_000_000, households: 100_000 },
    memoryMb: 512,
    load: { households: 5_000, seconds: 600, perSecond: 100, burst: BURST },
  },
}

export function scenariosOf({ bulk, single, log, live, county, rules }: Preset): readonly Scenario[] {
  const written = ['events', 'ids', 'streams', 'revisions', 'data', 'metadata']
  return [
    {
      name: 'bulk append, every event validated',
      ours: { side: 'bulkAppend', size: bulk },
      against: { side: 'bareInsert', size: bulk },
      limit: 'prepared insert of ready-made JSON, 1,000 a commit',
      atLeast: 0.7,
      on: 'nothing',
      same: written,
    },
    {
      name: 'one durable append after the other',
      ours: { side: 'portSingle', size: single },
      against: { side: 'bareSingle', size: single },
      limit: 'one fsynced insert after the other',
      atLeast: 0.8,
      on: 'nothing',
      same: written,
    },
    {
      name: 'durable appends of 64 callers',
      ours: { side: 'portSingle', size: single, callers: 64 },
      against: { side: 'portSingle', size: single },
      limit: 'one caller',
      atLeast: 5,
      on: 'nothing',
      same: written,
    },
    {
      name: 'rebuild of the village profile',
      ours: { side: 'rebuildProfile', size: log },
      against: { side: 'bareProfile', size: log },
      limit: 'scan + JSON.parse + smallest fold',
      atLeast: 0.5,
      on: 'log',
      same: ['households', 'residents'],
    },
    {
      name: 'rebuild of facts + monitoring list',
      ours: { side: 'rebuildList', size: log },
      against: { side: 'bareFacts', size: log },
      limit: 'the same + one insert a fact',
      atLeast: 0.5,
      on: 'log',
      same: ['facts'],
    },
    {
      name: 'live projection of facts + list, catching up',
      ours: { side: 'liveList', size: live },
      against: { side: 'bareLive', size: live },
      limit: 'scan + JSON.parse + one insert a fact',
      on: 'nothing',
    },
    {
      name: 'the stored list (rows)',
      ours: { side: 'storedList', size: log },
      against: { side: 'bareListScan', size: log },
      limit: 'its rows read and parsed, unsorted',
      on: 'data',
    },
    {
      name: 'the list of a past day, known then (facts)',
      ours: { side: 'pastList', size: log },
      against: { side: 'bareFactScan', size: log },
      limit: 'every fact read and parsed',
      on: 'data',
    },
    {
      name: `every rule on ${rules.households.toLocaleString('en')} households like those of 示范镇, one thread`,
      ours: { side: 'rules', size: rules },
      against: { side: 'bareFactPass', size: rules },
      limit: 'their facts in memory looked at once',
      atMost: 20,
      on: 'township',
    },
    {
      name: "a county's line corrected (households whose answer is right again)",
      ours: { side: 'parameterChange', size: log },
      against: { side: 'deriveEverybody', size: log },
      limit: 'everybody read and derived, nothing written',
      on: 'data',
    },
    {
      name: `the nation's line corrected while alerts are watched for, ${county.households.toLocaleString('en')} households`,
      ours: { side: 'lineAlerts', size: county },
      against: { side: 'deriveEverybody', size: county },
      limit: 'everybody read and derived, nothing written',
      on: 'county',
    },
    {
      name: `the list of ${county.households.toLocaleString('en')} households on a past day, known at a past instant (events)`,
      ours: { side: 'listAsOf', size: county },
      against: { side: 'bareEventScan', size: county },
      limit: 'the same events read from the store and parsed',
      on: 'county',
      same: ['listed', 'rows'],
    },
    {
      name: `a line 10 % higher replayed over five years of ${county.households.toLocaleString('en')} households (events)`,
      ours: { side: 'policyReplay', size: county },
      against: { side: 'rebuildBesideReplay', size: county },
      limit: 'the list built from the same log; at most three times as long',
      atLeast: 0.334,
      on: 'county',
      same: ['households', 'differences', 'before', 'after'],
    },
  ]
}
