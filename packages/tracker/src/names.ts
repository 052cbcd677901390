import { type AnyCommand, quotable, type ReadingPurpose } from '@rural-tracker/domain'
import type { CommandEnvelope, CommandOutcome } from '@rural-tracker/event-store'
import type { PersonsRegister } from '@rural-tracker/persons'
import type { RowStore } from '@rural-tracker/projections'
import { householdTimeline } from '@rural-tracker/read-models'
import type { z } from 'zod'
import { randomLetters } from './access/letters.ts'
import { TrackerError } from './config.ts'

/** A name of the register; null when the person has none there, `erased` when it was taken away for good. */
export type NamedPerson = Readonly<{ person: string; name: string | null; erased: boolean }>

/** Who reads, and what for. */
export type Reading = Readonly<{ reader: string; division: string; purpose: z.infer<typeof ReadingPurpose>; on: string }>

/** What a reading of names needs. `rows` are those that the reader may see. */
export type NamesDesk = Readonly<{
  rows: RowStore
  persons: () => PersonsRegister
  execute: (command: AnyCommand, envelope: CommandEnvelope) => Promise<CommandOutcome>
}>

/**
 * The names of some persons. That somebody reads them is written to the log first: when that cannot be, nobody is named.
 *
 * @throws TrackerError when one of them belongs to no household that the reader may see, or the reading was not recorded.
 */
export async function namesOf(desk: NamesDesk, persons: readonly string[], reading: Reading): Promise<readonly NamedPerson[]> {
  for (const person of persons) {
    if (!(await belongsHere(desk.rows, person))) {
      throw new TrackerError(
        'person.unknown',
        `没有人员 ${quotable(person)}，请核对人员编号。`,
        `There is no person ${quotable(person)}; check the id.`,
      )
    }
  }
  const { reader, division, purpose, on } = reading
  const id = randomLetters(20)
  const data = { division, reader, reading: id, persons: [...persons], purpose, occurredOn: on }
  const recorded = await desk.execute({ type: 'ReadNames', data }, { commandId: `names:${id}`, actor: reader, source: 'api' })
  if (!recorded.ok) throw new TrackerError(recorded.refused, recorded.message.zh, recorded.message.en)
  return persons.map((person) => {
    const record = desk.persons().get(person)
    if (record === 'erased') return { person, name: null, erased: true }
    return { person, name: record?.name ?? null, erased: false }
  })
}

/** Whether the person is, by what was said last, in one of the households that may be seen. */
async function belongsHere(rows: RowStore, person: string): Promise<boolean> {
  const said = await rows.rows(householdTimeline.table, {
    where: [
      ['person', '=', person],
      ['type', 'in', ['MemberJoined', 'MemberLeft']],
    ],
    order: [
      ['occurredOn', 'asc'],
      ['position', 'asc'],
    ],
  })
  const last = new Map(said.map(({ household, type }) => [household, type]))
  return [...last.values()].includes('MemberJoined')
}
