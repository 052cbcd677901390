const FRAME = /^ {4}at .*?([\w.-]+\.[cm]?[jt]s:\d{1,6}:\d{1,6})\)?$/

/** What an error is called in the log: its code, or its kind and where in the program it was. Never its message: that may quote an event. */
export type Fault = Readonly<{ code: string; kind?: string; at?: readonly string[] }>

export function faultOf(error: unknown): Fault {
  const { code, text } = (error ?? {}) as { code?: unknown; text?: unknown }
  if (typeof code === 'string' && text !== undefined) return { code }
  if (!(error instanceof Error)) return { code: 'internal', kind: typeof error }
  const { name, message, stack = '' } = error
  const after = stack.slice(stack.indexOf(message) + message.length)
  return {
    code: 'internal',
    kind: name,
    at: after
      .split('\n')
      .flatMap((line) => FRAME.exec(line)?.[1] ?? [])
      .slice(0, 8),
  }
}
