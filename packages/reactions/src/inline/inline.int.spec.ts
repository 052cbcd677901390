import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { describeEffects } from '../testing/describe-effects.ts'
import { describeReactions } from '../testing/describe-reactions.ts'
import { inlineEffects } from './index.ts'

describeEffects('the process itself', async () => inlineEffects())
describeReactions(
  'the process itself',
  async () => {
    const effects = inlineEffects()
    // Forgetting what waits is all that this queue can lose.
    return { effects, forget: () => effects.close() }
  },
  async () => openSqliteRows(':memory:'),
)
