// The command line as it stands in the image: without the demonstration, which is no part of a township's installation.
import { runCli } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'

process.exitCode = await runCli(process.argv.slice(2), { eventId: eventIdOf })
