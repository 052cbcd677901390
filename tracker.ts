// The command line of this repository: the CLI, with the two demonstration townships plugged in. No package knows of them.
import { runCli } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'
import { sanjiang } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'

process.exitCode = await runCli(process.argv.slice(2), { demo: [sanjiang, shifan], eventId: eventIdOf })
