import { commands } from '@rural-tracker/domain'
import { type Caller, givers, inOrder, type QueryDefinition, type ScopedTracker, type Tracker } from '@rural-tracker/tracker'

/** Who asks while nobody has made a key: whoever sits at this machine, and so may all that any role may. */
export const AT_HOME: Caller = { actor: 'local:operator', role: 'administrator', division: '000000000000' }

/** The caller as the one who may ask this. */
export function readerOf(caller: Caller, { mayRead }: Pick<QueryDefinition, 'mayRead'>): Caller {
  if (caller !== AT_HOME || mayRead.includes(caller.role)) return caller
  return { ...caller, role: mayRead[0] ?? caller.role }
}

/** The log as a caller may use it; at home every command is given as by one whose role may. */
export function scopedFor(tracker: Tracker, caller: Caller, queries: Readonly<Record<string, QueryDefinition>>): ScopedTracker {
  if (caller !== AT_HOME) return tracker.as(caller)
  const execute: ScopedTracker['execute'] = (command, envelope) => {
    const definition = commands.get(command.type)
    const [role = caller.role] = definition === undefined ? [] : givers(definition)
    return tracker.as({ ...caller, role }).execute(command, envelope)
  }
  return {
    execute,
    care: (name, params) => tracker.as(caller).care(name, params),
    executeAll: (batch, stop) => inOrder(batch, execute, stop),
    query: (name, params) =>
      tracker.as(readerOf(caller, Object.hasOwn(queries, name) ? (queries[name] as QueryDefinition) : { mayRead: [] })).query(name, params),
  }
}
