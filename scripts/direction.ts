import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parseSync } from 'oxc-parser'
import { here } from './step.ts'

/** What the sources of a folder may import besides their own files. A part of a package can have its own row, and the longest match counts. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'packages/domain': ['zod', 'luxon'],
  'packages/event-store': ['@rural-tracker/domain', 'node:'],
  // Nobody else touches the client: its defects are gone round in one place.
  'packages/event-store/src/eventstoredb': ['@rural-tracker/domain', '@eventstore/db-client', 'node:'],
  // A hash of the definition needs node:crypto; what touches files, sockets or the clock stays in the adapter.
  'packages/projections': ['@rural-tracker/domain', '@rural-tracker/event-store', 'node:crypto'],
  'packages/projections/src/sql': ['@rural-tracker/event-store', 'kysely', 'node:'],
  'packages/projections/src/sqlite': ['@rural-tracker/domain', '@rural-tracker/event-store', 'kysely', 'node:'],
  'packages/projections/src/postgres': ['kysely', 'pg', 'pg-copy-streams', 'node:'],
  'packages/read-models': ['@rural-tracker/domain', '@rural-tracker/projections'],
  'packages/persons': ['@rural-tracker/domain', 'zod', 'node:'],
  'packages/reactions': ['@rural-tracker/domain', '@rural-tracker/event-store', '@rural-tracker/projections', 'node:'],
  'packages/reactions/src/bullmq': ['@rural-tracker/domain', 'bullmq', 'ioredis', 'node:'],
  'packages/tracker': [
    '@rural-tracker/domain',
    '@rural-tracker/event-store',
    '@rural-tracker/event-store/eventstoredb',
    '@rural-tracker/event-store/sqlite',
    '@rural-tracker/persons',
    '@rural-tracker/projections',
    '@rural-tracker/projections/postgres',
    '@rural-tracker/projections/sqlite',
    '@rural-tracker/reactions',
    '@rural-tracker/reactions/bullmq',
    '@rural-tracker/read-models',
    'node:',
    'zod',
  ],
  'services/writer': [
    '@fastify/rate-limit',
    '@fastify/swagger',
    '@rural-tracker/domain',
    // What is counted of read models is counted once.
    '@rural-tracker/projector/metrics',
    // Rebuilds that are asked for over HTTP are the same jobs.
    '@rural-tracker/projector/rebuilds',
    '@rural-tracker/tracker',
    'fastify',
    'fastify-type-provider-zod',
    'ioredis',
    'jose',
    'node:',
    'pino',
    'prom-client',
    'zod',
  ],
  'services/projector': ['@rural-tracker/domain', '@rural-tracker/tracker', 'bullmq', 'ioredis', 'node:', 'pino', 'prom-client', 'zod'],
  'services/alerts': [
    '@fastify/rate-limit',
    '@rural-tracker/domain',
    // Health and figures of read models are answered alike.
    '@rural-tracker/projector/operation',
    '@rural-tracker/tracker',
    'fastify',
    'node:',
    'nodemailer',
    'pino',
    'prom-client',
    'zod',
  ],
  'packages/cli': ['@rural-tracker/domain', '@rural-tracker/tracker', 'commander', 'node:'],
  // The demonstration reads the published figures beside it.
  'test/data/sanjiang': ['@rural-tracker/domain', 'node:fs'],
  // The example township sets the shipped parameters for itself.
  'test/data/shifan': ['@rural-tracker/domain', '@rural-tracker/sanjiang/making', 'node:fs'],
}

/** Specs and test kits may use these too. */
const TESTS = [
  'vitest',
  'fast-check',
  'zod',
  'uuid',
  'better-sqlite3',
  'node:',
  '@rural-tracker/event-store',
  '@rural-tracker/event-store/testing',
  '@rural-tracker/projections/sqlite',
  '@rural-tracker/projections/testing',
]

/** Nothing that users run knows of the demonstration, of the tests or of the published figures. */
const SECRET = /figures\.csv|@rural-tracker\/(?:sanjiang|shifan)|(?<![\w@/-])(?:\.{1,2}\/)*test\//

export type Fault = Readonly<{ file: string; names: string; because: string }>

/** Every import that goes the wrong way, and every package file that names the demonstration's data. */
export function directionFaults(root: string): { files: number; faults: Fault[] } {
  const faults: Fault[] = []
  let files = 0
  for (const home of homes(root)) {
    const { promised, testing } = published(root, home)
    for (const file of sources(join(root, home))) {
      files++
      const name = relative(root, file).split(sep).join('/')
      const text = readFileSync(file, 'utf8')
      const test = /\.spec\.ts$|\/testing\//.test(name)
      const row = Object.keys(MAY)
        .filter((one) => name.startsWith(`${one}/`))
        .sort()
        .at(-1)
      if (!row) faults.push({ file: name, names: home, because: 'has no row in scripts/direction.ts' })
      const allowed = [...(row ? (MAY[row] ?? []) : []), ...(test ? TESTS : [])]
      for (const imported of importsIn(file, text)) {
        if (imported === undefined) faults.push({ file: name, names: 'import', because: 'only a literal name can be checked' })
        else if (imported.startsWith('.')) {
          if (!resolve(dirname(file), imported).startsWith(join(root, home) + sep))
            faults.push({ file: name, names: imported, because: 'leaves its package' })
        } else if (!allowed.some((one) => (one === 'node:' ? imported.startsWith(one) : imported === one))) {
          faults.push({ file: name, names: imported, because: `${row} may not import it` })
        } else if (!imported.startsWith('node:') && !(test && (name.endsWith('.spec.ts') || !testing)) && !promised.has(packageOf(imported))) {
          faults.push({ file: name, names: imported, because: 'is not among the dependencies in package.json' })
        }
      }
      const secret = home.startsWith('packages/') && SECRET.exec(text)
      if (secret) faults.push({ file: name, names: secret[0], because: 'packages know nothing of the demonstration and of the tests' })
    }
  }
  return { files, faults }
}

function homes(root: string): string[] {
  const rows = ['packages', 'services'].flatMap((room) =>
    existsSync(join(root, room)) ? readdirSync(join(root, room)).map((name) => `${room}/${name}`) : [],
  )
  return [...rows, 'test/data/sanjiang', 'test/data/shifan']
}

/** What a package brings along for those who install it, and whether its test kit is one of its entries. */
function published(root: string, home: string): { promised: ReadonlySet<string>; testing: boolean } {
  const manifest = JSON.parse(readFileSync(join(root, home, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'peerDependencies' | 'exports',
    object | undefined
  >
  return {
    promised: new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })),
    testing: Object.hasOwn(Object(manifest.exports), './testing'),
  }
}

function packageOf(imported: string): string {
  return imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Whoever looks again and again, with one file more, parses that one only. */
const read = new Map<string, Readonly<{ text: string; imports: readonly (string | undefined)[] }>>()
function importsIn(file: string, text: string): readonly (string | undefined)[] {
  const before = read.get(file)
  if (before?.text === text) return before.imports
  const imports = importsOf(file, text)
  read.set(file, { text, imports })
  return imports
}

/** Every name a file imports, in whatever form; undefined where it is computed. */
export function importsOf(file: string, text: string): (string | undefined)[] {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`)
  const names: (string | undefined)[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (typeof node !== 'object' || node === null) return
    const { type, source, expression, callee, arguments: args } = node as Record<string, unknown>
    if (type === 'ImportDeclaration' || type === 'ImportExpression' || type === 'ExportAllDeclaration' || type === 'TSImportType')
      names.push(literal(source))
    else if (type === 'ExportNamedDeclaration' && source) names.push(literal(source))
    else if (type === 'TSExternalModuleReference') names.push(literal(expression))
    else if (type === 'CallExpression' && loads(callee)) names.push(literal((args as unknown[])[0]))
    Object.values(node).forEach(walk)
  }
  walk(program)
  return names
}

function literal(node: unknown): string | undefined {
  const { type, value, quasis } = (node ?? {}) as { type?: string; value?: unknown; quasis?: { value: { cooked: string } }[] }
  if (type === 'Literal' && typeof value === 'string') return value
  return type === 'TemplateLiteral' && quasis?.length === 1 ? quasis[0]?.value.cooked : undefined
}

/** `require(…)`, `import.meta.resolve(…)`, `process.getBuiltinModule(…)`. */
function loads(callee: unknown): boolean {
  const { name, object, property } = callee as { name?: string; object?: { type?: string }; property?: { name?: string } }
  return name === 'require' || property?.name === 'getBuiltinModule' || (object?.type === 'MetaProperty' && property?.name === 'resolve')
}

function* sources(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') yield* sources(path)
    } else if (/\.[cm]?tsx?$|\.[cm]?jsx?$/.test(entry.name)) yield path
  }
}

if (import.meta.main) {
  const { files, faults } = directionFaults(here(''))
  for (const { file, names, because } of faults) console.error(`${file}: ${names}: ${because}`)
  console.log(`${files} files read, ${faults.length} imports in the wrong direction`)
  process.exitCode = faults.length > 0 || files === 0 ? 1 : 0
}
