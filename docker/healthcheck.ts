// Whether the service of this container lives: what `HEALTHCHECK` asks. That it is ready is another question, for who sends requests.
const answer = await fetch(`http://127.0.0.1:${process.env['HTTP_PORT'] ?? '8080'}/health/live`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
)
process.exit(answer?.ok ? 0 : 1)
