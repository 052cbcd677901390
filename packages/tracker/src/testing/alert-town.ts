import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import { expect } from 'vitest'
import { embeddedConfig } from '../config.ts'
import { openTracker } from '../tracker.ts'

export const VILLAGE = '999001001204'
export const TOWN = '999001001000'

/** A parameter of the whole region, in force from 2021 on unless `is` says otherwise. */
export function set(type: string, is: object): AnyCommand {
  return { type, data: { region: '999000000000', from: '2021-01-01', basis: '示范', assumption: true, ...is } } as AnyCommand
}

export const parameters: readonly AnyCommand[] = [
  set('AdoptRule', { rule: 'medical-self-paid', level: 3, sign: 'strong' }),
  set('AdoptRule', { rule: 'loan-overdue', level: 1, sign: 'weak' }),
  set('SetThreshold', { name: 'medicalOrdinary', value: 2_000_000, unit: 'fen' }),
  set('SetThreshold', { name: 'medicalWindow', value: 12, unit: 'month' }),
  set('SetDeadline', { stage: 'visit', length: 3, unit: 'day' }),
  set('SetDeadline', { stage: 'push', length: 5, unit: 'day' }),
  set('SetAlertClock', { level: 3, stage: 'village', length: 2, unit: 'day' }),
  set('SetAlertClock', { level: 3, stage: 'town', length: 3, unit: 'day' }),
  set('SetAlertLead', { stage: 'visit', days: 1 }),
  set('SetAlertBudget', { perVillageMonth: 2 }),
]

/** Somebody to whom all this happens, registered on 2021-01-01 with one member. */
export function householdOf(household: string, registeredIn = VILLAGE) {
  const where = { registeredIn, household }
  const person = `P${household.slice(1)}`
  const of = (type: string, occurredOn: string, more: object = {}) => ({ type, data: { ...where, occurredOn, ...more } }) as unknown as AnyCommand
  return {
    of,
    life: [
      of('RegisterHousehold', '2021-01-01', { kind: 'ordinary' }),
      of('AddMember', '2021-01-01', {
        person,
        relation: 'head',
        sex: 'female',
        bornIn: '1970-01',
        reason: 'registered',
        standingFacts: [],
        carries: [],
      }),
    ] as readonly AnyCommand[],
    bill: (occurredOn: string, bill = 'B1', yuan = 30_000) => of('ReportMedicalBill', occurredOn, { person, bill, care: 'inpatient', ...paid(yuan) }),
    billIs: (bill: string, yuan: number): AnyCommand => ({
      type: 'CorrectMedicalBill',
      data: { ...where, bill, is: { person, care: 'inpatient', ...paid(yuan) }, reason: 'typing' },
    }),
    recognised: (on: string) => of('RecordRecognition', on, { scheme: '2021', class: 'marginal', risks: [{ kind: 'illness' }] }),
    helper: (on: string, helper: string) => of('AssignHelper', on, { helper }),
    clue: (on: string, clue: string, source = 'hotline') => of('RegisterClue', on, { clue, source, risks: [], filedBy: 'self', evidence: [] }),
  }
}

function paid(yuan: number) {
  return { total: yuan * 200, reimbursed: yuan * 100, compliantSelfPaid: yuan * 100 }
}

/** A tracker in which days pass as the test says, and things become known on them. */
export async function alertTown(first = '2024-05-06') {
  const home = mkdtempSync(join(tmpdir(), 'tracker-alerts-'))
  let today = first
  let said = 0
  const tracker = await openTracker({ ...embeddedConfig(home), today: () => today })
  const known = async (day: string, ...commands: readonly AnyCommand[]) => {
    const given = commands.map((command) => ({
      ...command,
      commandId: `c${said++}`,
      actor: 'town:office',
      source: 'import:test',
      knownAt: `${day}T04:00:00.000Z`,
    }))
    await tracker.import(given, (outcome) => expect(outcome.ok ? '' : outcome.message.en).toBe(''))
  }
  return {
    tracker,
    /** What becomes known on a day, at noon. */
    known,
    today: (day: string) => {
      today = day
    },
    /** Alerts are asked for on a day, and nothing is refused. */
    asked: async (day: string) => {
      today = day
      const { refusals, ...done } = await tracker.raiseAlerts()
      expect(refusals).toEqual([])
      return done
    },
    /** Everything that was said of an alert, a day and a word each. */
    steps: async (id: string) => (await tracker.alert(id)).history.map(({ type, occurredOn }) => `${occurredOn} ${type.replace('Alert', '')}`),
    close: async () => {
      await tracker.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export function by(actor: string) {
  return { actor, source: 'api' }
}
