import type { MessageChannel } from '@rural-tracker/tracker'
import type { Transporter } from 'nodemailer'

export type MailSettings = Readonly<{
  /** `smtps://user:password@host`, or `smtp://…`, which goes on enciphered unless the server is this machine. */
  url: string
  /** Who sends. */
  from: string
}>

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
const [CONNECT_MS, ANSWER_MS] = [10_000, 20_000]

/** Messages as plain mail. The mailer is loaded with the first one. */
export function mailChannel({ url, from }: MailSettings): MessageChannel {
  let opening: Promise<Transporter> | undefined
  return {
    send: async ({ to }, { id, subject, text }) => {
      try {
        opening ??= open(url)
        // The same id at every try, so that a mailbox can tell that it has it.
        await (await opening).sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${id}@rural-tracker>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return { kind: 'taken' }
      } catch (error) {
        const { code, responseCode = 0 } = error as { code?: string; responseCode?: number }
        // What the server says of this message or mailbox is final; that it does not know us is not the receiver's matter.
        if (responseCode >= 500 && code !== 'EAUTH') return { kind: 'refused' }
        return { kind: 'again', reason: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable' }
      }
    },
    close: () => void opening?.then((transport) => transport.close()).catch(() => {}),
  }
}

async function open(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const { protocol, hostname } = new URL(url)
  const requireTLS = protocol === 'smtp:' && !LOOPBACK.test(hostname)
  return createTransport({ url, requireTLS, connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: ANSWER_MS })
}
