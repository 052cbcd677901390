const FRAME = /^ {4}at .*?([\w.-]+\.[cm]?[jt]s:\d{1,6}:\d{1,6})\)?$/
const FRAMES = 8

/** An error for the log of the service, without its message: that may quote whatever somebody typed. */
export function faultOf(error: unknown): Readonly<{ kind: string; at: readonly string[] }> {
  if (!(error instanceof Error)) return { kind: typeof error, at: [] }
  const { message, stack = '' } = error
  const after = stack.slice(stack.indexOf(message) + message.length)
  const at = after.split('\n').flatMap((line) => FRAME.exec(line)?.[1] ?? [])
  return { kind: error.name, at: at.slice(0, FRAMES) }
}
