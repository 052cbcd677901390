import type { Text } from '../../aggregate.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { answer, defineRule, unknown } from '../rule.ts'
import { listed } from '../words.ts'

type Water = KnownHouseholdFact<'water'>

const INDICES: Readonly<Record<keyof Water['body'], Text>> = {
  quality: { zh: '水质', en: 'quality' },
  quantity: { zh: '水量', en: 'quantity' },
  reliability: { zh: '保证率', en: 'reliability' },
  access: { zh: '取水距离', en: 'access' },
}

/** The last check of the drinking water failed one of the four indices; one failure is unsafe. */
export const waterUnsafe = defineRule<Water>({
  id: 'water-unsafe',
  version: 1,
  title: { zh: '饮水四项指标有不达标', en: 'Drinking water fails an index' },
  source: '农村饮水安全评价（m.bbaqw.com/aqbk/17111）',
  kind: 'warning',
  parameters: [],
  facts: ['water'],

  check: (view) => {
    const water = view.last('water')
    if (water === undefined) {
      return unknown(
        { zh: '没有饮水检测记录', en: 'no check of the drinking water reported' },
        { zh: '先报告饮水四项指标', en: 'report the indices of the drinking water first' },
      )
    }
    return answer(failedIn(water).length > 0, water, { evidence: [water] })
  },

  tell: (water, { fired }) => {
    const failed = listed(failedIn(water).map((index) => INDICES[index]))
    return {
      message: fired
        ? { zh: `饮水不达标：${failed.zh}（${water.on}）`, en: `water fails: ${failed.en} (${water.on})` }
        : { zh: `饮水四项均达标（${water.on}）`, en: `water passes every index (${water.on})` },
      clearedBy: fired
        ? { zh: '复检四项均达标', en: 'a check that passes every index' }
        : { zh: '检测有一项不达标', en: 'a check that fails an index' },
      clauses: indices.map((index) => ({
        text: INDICES[index],
        value: water.body[index] ? 'passed' : 'failed',
        parameter: null,
        holds: !water.body[index],
      })),
    }
  },
})

const indices = Object.keys(INDICES) as (keyof Water['body'])[]

function failedIn({ body }: Water): readonly (keyof Water['body'])[] {
  return indices.filter((index) => !body[index])
}
