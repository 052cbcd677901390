import { readFileSync } from 'node:fs'
import { runCli } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'

// Many command lines, one JSON array of words a line of the file, in one process that writes to its own stdout and stderr as each alone would.
// After each the exit code stands on stdout.
const [file = ''] = process.argv.slice(2)
for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const code = await runCli(JSON.parse(line) as string[], { eventId: eventIdOf })
  process.stdout.write(`\nexit ${code}\n`)
}
