import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LONGEST } from '../../scripts/longest-specs.ts'
import { here } from '../../scripts/step.ts'

it('given the list of the longest specs, then each is there, once', () => {
  expect(LONGEST.filter((path) => !existsSync(here(path)))).toEqual([])
  expect(new Set(LONGEST).size).toBe(LONGEST.length)
})
