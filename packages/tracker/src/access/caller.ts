import type { DivisionCode, Role } from '@rural-tracker/domain'

/**
 * Who asks, as a token says it and never a body: the account that events are written under, what it may, and the division outside which
 * nothing exists for it. `000000000000` is the whole log.
 *
 * @example const caller: Caller = { actor: 'key:kbqzxmtwd', role: 'recorder', division: '431224105000' }
 */
export type Caller = Readonly<{ actor: string; role: Role; division: DivisionCode }>
