import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import { plusDays } from '../values/calendar.ts'
import { AlertBook, type AlertCommand } from './book.ts'
import type { ValueOf } from './clock.ts'
import { alertsDue } from './due.ts'
import type { AlertEvent } from './events.ts'
import type { AlertSpeaks, SubjectOnDay } from './signs.ts'
import { isLive, isOpen } from './state.ts'

const FIRST = '2024-05-20'
const DAYS = 40
const BUDGET = 2
const VILLAGES = ['431224105201', '431224105202'] as const
const CAUSES = ['rule.drop-out', 'rule.insurance-missing', 'due.visit'] as const
const day = (n: number) => plusDays(FIRST, n)
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A cause speaks for a while on some events; the first of them may turn out not to be true, and from then on nothing speaks. */
const spell = fc.record({
  household: fc.nat({ max: 2 }),
  cause: fc.nat({ max: 2 }),
  from: fc.nat({ max: DAYS }),
  length: fc.integer({ min: 1, max: 20 }),
  strong: fc.boolean(),
  level: fc.integer({ min: 1, max: 3 }),
  grows: fc.nat({ max: 10 }),
  withdrawn: fc.boolean(),
})
type Spell = (typeof spell extends fc.Arbitrary<infer S> ? S : never) & { n: number }
const act = fc.record({
  on: fc.nat({ max: DAYS }),
  household: fc.nat({ max: 2 }),
  cause: fc.nat({ max: 2 }),
  what: fc.constantFrom('dismiss', 'dismissUntilGraver', 'noRisk', 'atRisk', 'acknowledge'),
})
const world = fc.record({
  spells: fc.array(spell, { maxLength: 14, size: 'max' }).map((all) => all.map((one, n) => ({ ...one, n }))),
  acts: fc.array(act, { maxLength: 10, size: 'max' }),
  closed: fc.option(fc.integer({ min: 5, max: DAYS })),
  recognised: fc.option(fc.integer({ min: 5, max: DAYS })),
  asksPerDay: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: DAYS, maxLength: DAYS }),
})
/** Somebody puts an alert aside, something else is said, and that is taken back while the first still speaks. */
const takenBackWorld = fc
  .record({ strong: fc.boolean(), from: fc.integer({ min: 2, max: 8 }), length: fc.integer({ min: 1, max: 8 }) })
  .map((second) => {
    const one = { household: 0, cause: 0, level: 3, grows: 0 }
    return {
      spells: [
        { ...one, from: 0, length: 20, strong: true, withdrawn: false },
        { ...one, ...second, withdrawn: true },
      ],
      acts: [{ on: 1, household: 0, cause: 0, what: 'dismiss' as const }],
      closed: null,
      recognised: null,
    }
  })
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

const CLOCKS: Readonly<Record<string, number>> = { 'alertClock.3.village': 2, 'alertClock.3.town': 3, 'alertClock.2.village': 5 }
const valueOf = ((kind: string) => {
  if (kind === 'alertBudget') return { perVillageMonth: BUDGET }
  return CLOCKS[kind] === undefined ? undefined : { length: CLOCKS[kind], unit: 'day' }
}) as unknown as ValueOf

const ends = ({ from, length }: Spell) => from + length
const evidenceOf = ({ n, from, grows }: Spell, today: number) => (grows > 0 && today >= from + grows ? [id(n * 2), id(n * 2 + 1)] : [id(n * 2)])

/** Due five days after the last of them began: while one lasts another may move the day. */
function dueBy(now: readonly Spell[], today: number): Pick<AlertSpeaks, 'dueOn' | 'phase'> {
  const due = Math.max(...now.map(({ from }) => from)) + 5
  return { dueOn: day(due), phase: today > due ? 'passed' : 'approaching' }
}

function subjectsOn({ spells, closed, recognised }: World, n: number): readonly SubjectOnDay[] {
  return [0, 1, 2].map((h): SubjectOnDay => {
    const own = spells.filter(({ household }) => household === h)
    const gone = new Set(own.filter((one) => one.withdrawn && n >= ends(one)).map((one) => id(one.n * 2)))
    const speaks = CAUSES.flatMap((cause, c): AlertSpeaks[] => {
      const now = own.filter((one) => one.cause === c && one.from <= n && n < ends(one))
      if (now.length === 0) return []
      return [
        {
          cause,
          level: Math.max(...now.map(({ level }) => level)),
          sign: now.some(({ strong }) => strong) ? 'strong' : 'weak',
          evidence: now.flatMap((one) => evidenceOf(one, n)),
          firstSignOn: day(Math.min(...now.map(({ from }) => from))),
          ...(cause.startsWith('due.') ? dueBy(now, n) : {}),
        },
      ]
    })
    return {
      subject: `H0000${h}`,
      division: VILLAGES[h % 2] ?? '',
      place: VILLAGES[h % 2] ?? '',
      helper: h === 0 ? 'helper:a' : null,
      standing: h === 0 && closed !== null && n >= closed ? 'closed' : 'watched',
      ...(h === 1 && recognised !== null && n >= recognised ? { recognisedOn: day(recognised) } : {}),
      speaks,
      stands: (event) => !gone.has(event),
    }
  })
}

type Told = Readonly<{ command: AlertCommand; on: number }>

type Asked = Readonly<{ subjects: readonly SubjectOnDay[]; book: AlertBook; events: readonly AlertEvent[] }>

/** Every day in its order; on each the acts of people come after what was asked. */
function lived(w: World, asks: (n: number) => number, asked: (day: Asked) => void = () => {}) {
  const book = new AlertBook()
  const told: Told[] = []
  const events: DomainEvent[] = []
  const followed = new AlertBook()
  const carryOut = (command: AlertCommand, on: number) => {
    told.push({ command, on })
    events.push(...followed.give(command))
  }
  for (let n = 0; n <= DAYS; n++) {
    const today = { day: day(n), subjects: subjectsOn(w, n), valueOf: () => valueOf }
    for (let time = 0; time < asks(n); time++) for (const command of alertsDue(today, book)) carryOut(command, n)
    asked({ subjects: today.subjects, book, events: events as AlertEvent[] })
    for (const { on, household, cause, what } of w.acts) {
      if (on !== n) continue
      const here = { division: VILLAGES[household % 2] ?? '', subject: `H0000${household}`, cause: CAUSES[cause] ?? '', occurredOn: day(n) }
      const command: AlertCommand =
        what === 'acknowledge'
          ? { type: 'AcknowledgeAlert', data: here }
          : what === 'noRisk' || what === 'atRisk'
            ? { type: 'AnswerAlert', data: { ...here, found: what } }
            : {
                type: 'DismissAlert',
                data: { ...here, reason: 'seasonal', countsAgain: what === 'dismiss' ? 'newEvidence' : 'higherLevel' },
              }
      book.give(command)
      carryOut(command, n)
    }
  }
  return { book, told, events: events as AlertEvent[] }
}

const holds = (law: (w: World) => void) => fc.assert(fc.property(world, law), { numRuns: 300 })

describe('alerts that are due', () => {
  it('asked twice is asked once: how often a day is asked changes nothing', () => {
    holds((w) => {
      const [once, often] = [lived(w, () => 1), lived(w, (n) => w.asksPerDay[n] ?? 1)]
      expect(often.told).toEqual(once.told)
      expect(often.book.all()).toEqual(once.book.all())
    })
  })

  it('there is one open alert for each household and cause, and every episode begins once', () => {
    holds((w) => {
      const { events } = lived(w, () => 1)
      for (const [, own] of Map.groupBy(events, ({ data }) => `${data.subject} ${data.cause}`)) {
        const begun = own.filter(({ type }) => type === 'AlertRaised' || type === 'AlertReopened').map(({ data }) => data.episode)
        expect(new Set(begun).size).toBe(begun.length)
        let live = false
        for (const { type } of own) {
          if (type === 'AlertReopened' || type === 'AlertListed') expect(live).toBe(false)
          if (type === 'AlertReopened' || type === 'AlertListed' || type === 'AlertRaised') live = true
          if (type === 'AlertDismissed' || type === 'AlertResolved' || type === 'AlertWithdrawn') live = false
          if (type === 'AlertAnswered') live = false
        }
      }
    })
  })

  it('nothing is raised without a reason of that day, and only on its evidence', () => {
    holds((w) => {
      for (const { command, on } of lived(w, () => 1).told) {
        if (command.type !== 'RaiseAlert' && command.type !== 'ListAlert') continue
        const { subject, cause, evidence } = command.data as { subject: string; cause: string; evidence: string[] }
        const one = subjectsOn(w, on).find((it) => it.subject === subject)
        expect(one?.standing).toBe('watched')
        expect(one?.speaks.find((speaks) => speaks.cause === cause)?.evidence).toEqual(evidence)
      }
    })
  })

  it('what a person has put aside is silent until something counts', () => {
    holds((w) => {
      const { events } = lived(w, () => 1)
      for (const [, own] of Map.groupBy(events, ({ data }) => `${data.subject} ${data.cause}`)) {
        const known = new Set<string>()
        let aside: { countsAgain: string; level: number; dueOn: string | undefined } | undefined
        let level = 1
        let dueOn: string | undefined
        for (const event of own) {
          if (event.type === 'AlertDismissed') aside = { countsAgain: event.data.countsAgain, level, dueOn }
          if ('dueOn' in event.data) dueOn = event.data.dueOn
          if (event.type === 'AlertReopened' || event.type === 'AlertListed') {
            // Another due day is news like an event.
            const isNews = event.data.evidence.some((one) => !known.has(one)) || dueOn !== aside?.dueOn
            if (aside?.countsAgain === 'newEvidence') expect(isNews).toBe(true)
            if (aside?.countsAgain === 'higherLevel') expect(event.data.level).toBeGreaterThan(aside.level)
            aside = undefined
          }
          if ('level' in event.data) level = event.data.level
          if ('evidence' in event.data && event.type !== 'AlertWithdrawn') for (const one of event.data.evidence) known.add(one)
        }
      }
    })
  })

  it('strong signs are always raised; weak ones as far as the budget goes, and what is left out is on the list of its week', () => {
    holds((w) => {
      const { events, book } = lived(w, () => 1)
      const used = new Map<string, number>()
      for (const event of events) {
        if (event.type !== 'AlertRaised' && event.type !== 'AlertReopened') continue
        const month = `${event.data.place} ${event.data.occurredOn.slice(0, 7)}`
        if (event.data.sign !== 'strong') expect(used.get(month) ?? 0).toBeLessThan(BUDGET)
        used.set(month, (used.get(month) ?? 0) + 1)
      }
      for (const subject of subjectsOn(w, DAYS)) {
        const acted = w.acts.filter(({ on, household }) => on === DAYS && `H0000${household}` === subject.subject)
        if (subject.standing !== 'watched' || acted.length > 0) continue
        for (const speaks of subject.speaks) {
          const alert = book.at({ ...subject, cause: speaks.cause })
          if (speaks.sign === 'strong') expect(isOpen(alert) || alert.countsAgain !== null).toBe(true)
          else expect(isLive(alert) || alert.countsAgain !== null).toBe(true)
        }
      }
    })
  })

  it('a stage is passed up on the day after its time, and never without one', () => {
    holds((w) => {
      for (const event of lived(w, () => 1).events) {
        if (event.type === 'AlertEscalated') expect(event.data.occurredOn).toBe(plusDays(event.data.missed, 1))
      }
    })
  })

  it('what stands no more is withdrawn, what only passed is resolved', () => {
    holds((w) => {
      for (const event of lived(w, () => 1).events) {
        if (event.type !== 'AlertWithdrawn') continue
        const gone = w.spells.filter(({ withdrawn }) => withdrawn).map(({ n }) => id(n * 2))
        expect(gone).toEqual(expect.arrayContaining([...event.data.evidence]))
      }
    })
  })

  it('an alert that is not over is about the due day that speaks', () => {
    holds((w) => {
      lived(
        w,
        () => 1,
        ({ subjects, book }) => {
          for (const { subject, speaks } of subjects)
            for (const { cause, dueOn } of book.liveOf(subject).filter((alert) => alert.dueOn !== null))
              expect(dueOn).toBe(speaks.find((one) => one.cause === cause)?.dueOn)
        },
      )
    })
  })

  it('what raised it anew and was taken back leaves what a person had said', () => {
    let takenBack = 0
    const holdsAgain = ({ subjects, book, events }: Asked) => {
      for (const { subject, stands } of subjects) {
        for (const { cause, status, dueOn } of book.all().filter((alert) => alert.subject === subject)) {
          const own = events.filter(({ data }) => data.subject === subject && data.cause === cause)
          const dismissal = own.findLastIndex(({ type, data }) => type === 'AlertDismissed' && data.countsAgain === 'newEvidence')
          const since = own.slice(dismissal + 1)
          if (dismissal < 0 || dueOn !== null || since.some(({ type }) => type === 'AlertResolved' || type === 'AlertAnswered')) continue
          const told = (some: readonly AlertEvent[]) => some.flatMap(({ data }) => ('evidence' in data ? data.evidence : []))
          const known = new Set(told(own.slice(0, dismissal)))
          if (told(since).some((event) => !known.has(event) && stands(event))) continue
          takenBack += Number(since.length > 0)
          expect(['dismissed', 'withdrawn']).toContain(status)
        }
      }
    }
    const law = fc.property(world, takenBackWorld, (w, is) => {
      const spells = [...is.spells, ...w.spells].map((one, n) => ({ ...one, n }))
      lived({ ...w, ...is, spells, acts: [...is.acts, ...w.acts] }, () => 1, holdsAgain)
    })
    fc.assert(law, { numRuns: 300 })
    expect(takenBack).toBeGreaterThan(100)
  })

  it('these worlds have everything in them', () => {
    const seen = new Set(fc.sample(world, { numRuns: 200, seed: 7 }).flatMap((w) => lived(w, () => 1).events.map(({ type }) => type)))
    expect([...seen].sort()).toEqual([
      'AlertAcknowledged',
      'AlertAnswered',
      'AlertDismissed',
      'AlertDueDayMoved',
      'AlertEscalated',
      'AlertListed',
      'AlertRaised',
      'AlertReopened',
      'AlertResolved',
      'AlertStrengthened',
      'AlertWithdrawn',
    ])
  })
})
