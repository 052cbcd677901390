import { describe, expect, it } from 'vitest'
import { quotable, UNQUOTED } from './quotable.ts'

describe('what somebody typed is said back', () => {
  it.each([
    'H00001',
    'P000007',
    'H0123456789',
    'SF-019',
    'income-under-line',
    'monitoring_list',
    'RegisterHousehold',
    'honours.workSafety.county',
    '--as-of',
    'yesterday',
    '2020-12-31',
    '2020.12.31',
    '2020-12-31T08:00:00.000+08:00',
    '431224105201',
    '000000000000',
    'household-431224105201-H00001',
    'household-431224105201-H0123456789',
    'paymentList-431224105201-livingAllowance.2016.01',
    '00000000-0000-4000-8000-000000000012',
    '/tmp/data/events.db',
    'C:\\data\\events.db',
    './data',
  ])('%s: it belongs to nobody', (text) => {
    expect(quotable(text)).toBe(text)
  })
})

describe('what somebody typed is left out of a message', () => {
  it.each([
    ['a name', '张三'],
    ['a name among words', 'list张三'],
    ['a name with a space', 'Zhang San'],
    ['an ID number', '11010519491231002X'],
    ['an ID number after a letter', 'P11010519491231002X'],
    ['an ID number after a letter, of digits only', 'H110105194912310021'],
    ['an ID number of fifteen digits', '110105491231002'],
    ['an ID number as an option', '--11010519491231002X'],
    ['a phone', '13900000001'],
    ['a phone in groups', '139-0000-0001'],
    ['a phone with dots', '139.0000.0001'],
    ['a phone of the house', '0745-3123456'],
    ['a phone of seven digits', '3123456'],
    ['an account', '6228480000000000019'],
    ['an account of eight digits', '62284800'],
    ['twelve digits that are no division', '622848000019'],
    ['a stream of no division', 'household-622848000019-H00001'],
    ['a phone in a stream', 'loan-431224105201-13900000001'],
    ['a phone after an event id', '00000000-0000-4000-8000-00000000001213900000001'],
    ['a phone after a date', '2020-12-3113900000001'],
    ['wide digits', '１３９００００００１'],
    ['a mail address', 'zhang@example.org'],
    ['a sentence', 'a b'],
    ['a line break', 'H00001\n'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(quotable(text)).toBe(UNQUOTED)
  })

  it('folder by folder, in a path', () => {
    expect(quotable('/home/张三/data/13900000001.ndjson')).toBe('/home/「…」/data/「…」')
    expect(quotable('..\\张三\\events.db')).toBe('..\\「…」\\events.db')
  })
})
