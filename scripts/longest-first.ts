import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { LONGEST } from './longest-specs.ts'
import { here } from './step.ts'

/** By `LONGEST`, then what starts processes and servers, then by size. Specs that share a process come last and fill what is left. */
export class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const placed = specs.map((spec) => ({ spec, place: placeOf(spec), size: statSync(spec.moduleId).size }))
    return placed.sort((a, b) => a.place - b.place || b.size - a.size).map(({ spec }) => spec)
  }
}

function placeOf({ moduleId, project }: TestSpecification): number {
  if (!project.config.isolate) return LONGEST.length + 2
  const path = relative(here(''), moduleId)
  const known = LONGEST.indexOf(path)
  return known >= 0 ? known : LONGEST.length + (path.startsWith('test/') ? 0 : 1)
}
