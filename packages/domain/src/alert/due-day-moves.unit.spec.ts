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
  const book = new AlertBook()
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

it('given a term that was set otherwise, then the alert with the old day is over, and the new day is announced', () => {
  expect(said(household([visit(first, '2024-05-09')]), household([visit(first, '2024-05-11')]))).toEqual([
    '2024-05-06 RaiseAlert 2024-05-09',
    '2024-05-07 ResolveAlert causeGone',
    '2024-05-07 RaiseAlert 2024-05-11',
  ])
})

it('given the same due day, then nothing is said again', () => {
  expect(said(household([visit(first, '2024-05-09')]), household([visit(first, '2024-05-09')]))).toEqual(['2024-05-06 RaiseAlert 2024-05-09'])
})
