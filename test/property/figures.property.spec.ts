import { aggregates, divisionsUpFrom } from '@rural-tracker/domain'
import { createImporter, openMemoryStore } from '@rural-tracker/event-store'
import { Projector } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import {
  contributions,
  divisionSuccession,
  type FigureQuestion,
  figures,
  monitoringList,
  publishedFigures,
  traceFigure,
} from '@rural-tracker/read-models'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { histories, villageHistories } from './histories.ts'
import { day, village } from './steps.ts'

const places = village.chain((one) => fc.constantFrom(...divisionsUpFrom(one)))
const question: fc.Arbitrary<FigureQuestion> = fc.record(
  {
    from: fc.constantFrom('2018-01-01', '2019-06-01', '2020-03-01'),
    to: fc.constantFrom('2020-06-30', '2021-06-30'),
    division: places,
    divisionsAsOf: day,
    knownAt: fc.nat({ max: 600 }).map((days) => new Date(Date.parse('2019-12-15T00:00:00Z') + days * 86_400_000).toISOString()),
    knownTo: fc.nat({ max: 60 }),
  },
  { requiredKeys: [] },
)

it('given any history and any question, then the trace of every figure adds up to the figure of the same question', async () => {
  const counted = { figures: 0, 'with a division': 0, 'with divisions of a day': 0, 'known then': 0 }
  await fc.assert(
    fc.asyncProperty(fc.oneof(histories, villageHistories), fc.array(question, { minLength: 4, maxLength: 4 }), async (commands, asked) => {
      const events = openMemoryStore()
      const rows = openSqliteRows(':memory:')
      const models = [contributions, publishedFigures, divisionSuccession, monitoringList]
      await createImporter({ store: events, aggregates }).import(commands)
      await new Projector({ events, rows, models, owner: 'test', today: () => '2021-12-31' }).catchUp()
      for (const one of asked) {
        for (const figure of (await figures(rows, one)).filter(({ events: behind, unit }) => behind > 0 && unit !== 'percent')) {
          // A mean of days is a ratio: its two parts add up each for itself.
          if (figure.unit === 'day') continue
          const lines = await Array.fromAsync((await traceFigure(rows, figure.indicator, one)) ?? [])
          const sum = lines.reduce((total, { contribution }) => total + contribution, 0)
          const { indicator, value, events: behind } = figure
          expect({ indicator, value: sum, events: lines.length }).toEqual({ indicator, value, events: behind })
          counted.figures++
          if (one.division) counted['with a division']++
          if (one.divisionsAsOf) counted['with divisions of a day']++
          if (one.knownAt ?? one.knownTo) counted['known then']++
        }
      }
      await rows.close()
    }),
    { numRuns: 120 },
  )
  for (const [what, times] of Object.entries(counted)) expect({ what, enough: times >= 100 }).toEqual({ what, enough: true })
})
