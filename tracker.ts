// The command line of this repository: the CLI, with the demonstration township plugged in. No package knows of it.
import { runCli } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'
import { sanjiang } from '@rural-tracker/sanjiang'

process.exitCode = await runCli(process.argv.slice(2), { demo: sanjiang, eventId: eventIdOf })
