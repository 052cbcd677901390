/** The server to be tried. Everything written there goes to streams of its own names; take one that holds nothing of value. */
export function eventsUrl(): string {
  const { EVENTS_URL: url } = process.env
  if (!url) throw new Error('set EVENTS_URL, such as esdb://admin:changeit@127.0.0.1:2113?tlsCAFile=./ca.crt')
  return url
}
