import { expect, it } from 'vitest'
import { plusDays } from '../values/calendar.ts'
import { AlertBook } from './book.ts'
import type { ValueOf } from './clock.ts'
import { alertsDue } from './due.ts'
import type { AlertSpeaks, SubjectOnDay } from './signs.ts'

const village = '431224105201'
const [first, second] = [7, 8].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string]
const visit = (evidence: string, dueOn: string): AlertSpeaks => ({
  cause: 'due.visit',
  level: 1,
  sign: 'strong',
  evidence: [evidence],
  firstSignOn: '2024-05-06',
  dueOn,
  phase: 'approaching',
})
const household = (speaks: readonly AlertSpeaks[], gone: readonly string[] = []): SubjectOnDay => ({
  ...{ subject: 'H00001', division: village, place: village, helper: null, standing: 'watched' },
  speaks,
  stands: (event) => !gone.includes(event),
})
const nothing = (() => undefined) as ValueOf

/** What is said day after day, from 2024-05-06 on. */
function said(...days: readonly SubjectOnDay[]) {
  return saidIn(new AlertBook(), ...days)
}

function saidIn(book: AlertBook, ...days: readonly SubjectOnDay[]) {
  return days.flatMap((subject, n) => {
    const day = plusDays('2024-05-06', n)
    const ask = () => alertsDue({ day, subjects: [subject], valueOf: () => nothing }, book)
    const commands = ask()
    expect(ask()).toEqual([])
    return commands.map(({ type, data }) => [data['occurredOn'], type, data['dueOn'] ?? data['because']].filter(Boolean).join(' '))
  })
}

it('given a due day that was corrected, then the alert of the old one is withdrawn and the new one is announced, once', () => {
  expect(said(household([visit(first, '2024-05-09')]), household([visit(second, '2024-05-10')], [first]))).toEqual([
    '2024-05-06 RaiseAlert 2024-05-09',
    '2024-05-07 WithdrawAlert',
    '2024-05-07 RaiseAlert 2024-05-10',
  ])
})

it('given a term that was set otherwise, then the alert goes on with the new day, in the same episode, once', () => {
  const book = new AlertBook()
  expect(saidIn(book, household([visit(first, '2024-05-09')]), household([visit(first, '2024-05-11')]))).toEqual([
    '2024-05-06 RaiseAlert 2024-05-09',
    '2024-05-07 RaiseAlert 2024-05-11',
  ])
  expect(book.all()).toMatchObject([{ episode: 1, status: 'raised', dueOn: '2024-05-11', phase: 'approaching', raisedOn: '2024-05-06' }])
  expect(book.used(village, '2024-05-07')).toBe(1)
})

it('given a new day that is not near, then the alert that is open has it, and nobody else would be called because of it', () => {
  const far = { ...household([]), later: [visit(first, '2024-05-20')] }
  const book = new AlertBook()
  expect(saidIn(book, household([visit(first, '2024-05-09')]), far)).toEqual(['2024-05-06 RaiseAlert 2024-05-09', '2024-05-07 RaiseAlert 2024-05-20'])
  expect(book.all()).toMatchObject([{ episode: 1, status: 'raised', dueOn: '2024-05-20' }])
  expect(said(far)).toEqual([])
})

it('given a later day for another reason, then the alert of the old one is over', () => {
  expect(said(household([visit(first, '2024-05-09')]), { ...household([]), later: [visit(second, '2024-05-20')] })).toEqual([
    '2024-05-06 RaiseAlert 2024-05-09',
    '2024-05-07 ResolveAlert causeGone',
  ])
})

it('given what rests on no event, then another day of the same month is the same, and one of another month is another episode', () => {
  const month = (dueOn: string): AlertSpeaks => ({ ...visit(first, dueOn), evidence: [] })
  const book = new AlertBook()
  expect(saidIn(book, household([month('2024-05-07')]), household([month('2024-05-20')]), household([month('2024-06-05')]))).toEqual([
    '2024-05-06 RaiseAlert 2024-05-07',
    '2024-05-07 RaiseAlert 2024-05-20',
    '2024-05-08 ResolveAlert causeGone',
    '2024-05-08 RaiseAlert 2024-06-05',
  ])
  expect(book.all()).toMatchObject([{ episode: 2, dueOn: '2024-06-05' }])
})

it('given the same due day, then nothing is said again', () => {
  expect(said(household([visit(first, '2024-05-09')]), household([visit(first, '2024-05-09')]))).toEqual(['2024-05-06 RaiseAlert 2024-05-09'])
})
