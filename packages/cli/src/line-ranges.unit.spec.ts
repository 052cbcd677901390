import { describe, expect, it } from 'vitest'
import { rangesOf, shownRanges } from './line-ranges.ts'

describe('lines as ranges', () => {
  it('given commands that follow each other, then they are one range, and a command that is missing ends it', () => {
    expect(rangesOf([0, 1, 2, 4], [1, 2, 3, 4, 5])).toEqual([
      [1, 3],
      [5, 5],
    ])
  })

  it('given empty lines between two commands, then no range ends there', () => {
    expect(rangesOf([0, 1, 2], [2, 5, 6])).toEqual([[2, 6]])
  })

  it('given nothing, then no range', () => {
    expect(shownRanges(rangesOf([], [1, 2]), ', ')).toBe('')
  })

  it('given ranges, then a single line is one number', () => {
    expect(
      shownRanges(
        [
          [1, 120],
          [122, 122],
        ],
        '、',
      ),
    ).toBe('1–120、122')
  })
})
