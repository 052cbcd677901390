import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'

/**
 * What each package may import, besides its own files. services → tracker → reactions, read-models → projections → event-store, and
 * everything may use domain.
 */
const MAY: Readonly<Record<string, readonly string[]>> = {
  domain: ['zod', 'luxon'],
  'event-store': ['@rural-tracker/domain', 'uuid', 'node:'],
  projections: ['@rural-tracker/domain', '@rural-tracker/event-store', 'kysely', 'node:'],
  'read-models': ['@rural-tracker/domain', '@rural-tracker/projections'],
  persons: ['zod', 'node:'],
  tracker: [
    '@rural-tracker/domain',
    '@rural-tracker/event-store',
    '@rural-tracker/persons',
    '@rural-tracker/projections',
    '@rural-tracker/read-models',
    'node:',
  ],
  cli: ['@rural-tracker/domain', '@rural-tracker/tracker', 'commander', 'node:'],
}
/** Specs and test kits may use these too. */
const TESTS = ['vitest', 'zod', 'fast-check', 'node:', '@rural-tracker/event-store']
/** Nothing that users run knows of the demonstration or of the published figures. */
const SECRET = /figures\.csv|@rural-tracker\/sanjiang|test\/data/

export type Fault = Readonly<{ file: string; names: string; because: string }>

/** Every import that goes the wrong way, and every package file that names the demonstration's data. */
export function directionFaults(packagesDir: string): { files: number; faults: Fault[] } {
  const faults: Fault[] = []
  let files = 0
  for (const [name, may] of Object.entries(MAY)) {
    for (const file of sources(join(packagesDir, name, 'src'))) {
      files++
      const text = readFileSync(file, 'utf8')
      const test = /\.spec\.ts$|\/testing\//.test(file)
      const allowed = test ? [...may, ...TESTS] : may
      for (const imported of importsOf(file, text)) {
        if (imported.startsWith('.')) {
          if (!join(file, '..', imported).startsWith(join(packagesDir, name))) faults.push({ file, names: imported, because: 'leaves its package' })
        } else if (!allowed.some((one) => (one.endsWith(':') ? imported.startsWith(one) : imported === one || imported.startsWith(`${one}/`)))) {
          faults.push({ file, names: imported, because: `${name} may not import it` })
        }
      }
      const secret = SECRET.exec(text)
      if (secret && !test) faults.push({ file, names: secret[0], because: 'packages know nothing of the demonstration' })
    }
  }
  return { files, faults }
}

function importsOf(file: string, text: string): string[] {
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`)
  const named = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : []))),
    ...module.dynamicImports.map((one) => text.slice(one.moduleRequest.start, one.moduleRequest.end).replace(/^['"`]|['"`]$/g, '')),
  ]
  return named
}

function* sources(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(path)
    else if (entry.name.endsWith('.ts')) yield path
  }
}

if (import.meta.main) {
  const { files, faults } = directionFaults(new URL('../packages', import.meta.url).pathname)
  for (const { file, names, because } of faults) console.error(`${file}: ${names}: ${because}`)
  console.log(`${files} files read, ${faults.length} imports in the wrong direction`)
  process.exitCode = faults.length > 0 || files === 0 ? 1 : 0
}
