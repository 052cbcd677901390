import { describeProjector, describeRowStore } from '../testing/index.ts'
import { openSqliteRows } from './index.ts'

describeRowStore('SQLite', () => openSqliteRows(':memory:'))
describeProjector('SQLite', () => openSqliteRows(':memory:'))
