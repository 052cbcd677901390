import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export type Mail = Readonly<{ to: readonly string[]; id: string; subject: string; body: string }>
/** How the n-th mail (from 1) is taken: undefined is well, a code is the server's refusal. */
export type Taking = (mail: Mail, n: number) => number | undefined

/** A mail server on this machine that keeps what it gets. */
export async function mailbox(port = 0) {
  const mails: Mail[] = []
  let take: Taking = () => undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      void text(stream).then((raw) => {
        const mail = parsed(
          raw,
          envelope.rcptTo.map(({ address }) => address),
        )
        mails.push(mail)
        const responseCode = take(mail, mails.length)
        done(responseCode === undefined ? null : Object.assign(new Error('no'), { responseCode }))
      })
    },
  })
  // Who sends may be killed in the middle of a mail.
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const { port: own } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${own}`,
    port: own,
    mails,
    takeAs: (how: Taking) => (take = how),
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

function parsed(raw: string, to: readonly string[]): Mail {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ')
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? ''
  const body = raw.slice(end + 4)
  const encoding = field('content-transfer-encoding').toLowerCase()
  return {
    to,
    id: field('message-id'),
    subject: decodedWords(field('subject')),
    body: encoding === 'base64' ? decoded(body, 'base64') : encoding === 'quoted-printable' ? unquoted(body) : body,
  }
}

function decoded(body: string, encoding: BufferEncoding): string {
  return Buffer.from(body, encoding).toString('utf8')
}

function unquoted(body: string): string {
  const joined = body.replace(/=\r\n/g, '')
  return Buffer.from(
    joined.replace(/=([\dA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
}

/** RFC 2047. */
function decodedWords(text_: string): string {
  return text_
    .replace(/\?= +=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, how: string, word: string) =>
      how.toLowerCase() === 'b' ? decoded(word, 'base64') : unquoted(word.replace(/_/g, ' ')),
    )
}

/** The links in a text. */
export function linksIn(text_: string): string[] {
  return text_.match(/https?:\/\/[^\s)\]]+\/a\/[\w-]+/g) ?? []
}
