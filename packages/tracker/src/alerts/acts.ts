import type { AlertState, AnyCommand } from '@rural-tracker/domain'

type Data<Type extends AnyCommand['type']> = Omit<Extract<AnyCommand, { type: Type }>['data'], 'division' | 'subject' | 'cause' | 'occurredOn'>

/** What a person does about an alert. */
export type AlertAct =
  | Readonly<{ type: 'AcknowledgeAlert' }>
  | (Readonly<{ type: 'AnswerAlert' }> & Data<'AnswerAlert'>)
  | (Readonly<{ type: 'DismissAlert' }> & Data<'DismissAlert'>)
  | (Readonly<{ type: 'PassOnAlert' }> & Data<'PassOnAlert'>)
  | (Readonly<{ type: 'AssignAlert' }> & Pick<Data<'AssignAlert'>, 'assignee'>)
  | (Readonly<{ type: 'ResolveAlert' }> & Pick<Data<'ResolveAlert'>, 'because'>)

/** The act as a command to the alert's own stream, on a day. */
export function actOn(
  { division, subject, cause }: Pick<AlertState, 'division' | 'subject' | 'cause'>,
  act: AlertAct,
  occurredOn: string,
): AnyCommand {
  const { type, ...data } = act
  return { type, data: { division, subject, cause, occurredOn, ...data } } as AnyCommand
}

/** The same act again is the same command: a form sent twice has one effect. */
export function actId({ subject, cause, episode }: AlertState, { type, ...data }: AlertAct, occurredOn: string): string {
  const said = Object.values(data).filter((value) => value !== undefined && value !== null)
  return ['alert', type, subject, cause, episode, occurredOn, ...said].join(':')
}
