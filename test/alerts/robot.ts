import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export type Said = Readonly<{ title: string; text: string }>

/** A robot of an office chat on this machine, as its documentation has it: it takes what is signed with its secret, twenty a minute, and answers with errcode. */
export async function robot(secret: string, now: () => number = Date.now) {
  const said: Said[] = []
  const takenAt: number[] = []
  let answers: number | undefined
  const server = createServer((request, response) => {
    const answer = (errcode: number) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ errcode, errmsg: errcode === 0 ? 'ok' : 'no' }))
    void json(request).then((body): void => {
      const url = new URL(request.url ?? '', 'http://robot')
      const [timestamp, sign] = [url.searchParams.get('timestamp') ?? '', url.searchParams.get('sign')]
      const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
      if (url.pathname !== '/robot/send' || url.searchParams.get('access_token') !== 'token') return answer(300_001)
      if (sign !== expected || Math.abs(now() - Number(timestamp)) > 3_600_000) return answer(310_000)
      if (takenAt.filter((at) => at > now() - 60_000).length >= 20) return answer(130_101)
      if (answers !== undefined) return answer(answers)
      const { msgtype, markdown } = body as { msgtype: string; markdown: Said }
      if (msgtype !== 'markdown' || typeof markdown.title !== 'string' || typeof markdown.text !== 'string') return answer(400_102)
      takenAt.push(now())
      said.push(markdown)
      answer(0)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    hook: `http://127.0.0.1:${port}/robot/send?access_token=token`,
    said,
    answerWith: (errcode: number | undefined) => (answers = errcode),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
