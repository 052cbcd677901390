import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { here } from '../../scripts/step.ts'

const ROOMS = ['packages', 'scripts', 'test']
const FILES = [
  'package.json',
  'pnpm-workspace.yaml',
  'tsconfig.json',
  'tsconfig.base.json',
  'biome.json',
  '.oxlintrc.json',
  'vitest.config.ts',
  'vitest.setup.ts',
  'tracker.ts',
  'LICENSE',
]

export type Copy = Readonly<{
  root: string
  /** Puts a file into the copy; the answer takes it out again. */
  plant: (path: string, text: string) => () => void
  /** Runs one step of the check in the copy. */
  check: (...steps: readonly string[]) => Ended
  script: (name: string, ...args: readonly string[]) => Ended
  remove: () => void
}>
export type Ended = Readonly<{ status: number | null; output: string }>

/**
 * The repository without its specs in a folder of its own, with the installed packages linked: faults are planted there, where the tools
 * really look, and nobody else trips over them. Its name has a space and Chinese letters, which a path may have.
 */
export function copyOfRepository(): Copy {
  const root = mkdtempSync(join(tmpdir(), '三江 copy-'))
  for (const name of [...ROOMS, ...FILES]) {
    // Links between packages stay relative, so that they lead to the copy.
    cpSync(here(name), join(root, name), { recursive: true, verbatimSymlinks: true, filter: wanted })
  }
  linkInstalled(join(root, 'node_modules'))
  const script = (name: string, ...args: readonly string[]): Ended =>
    ended(spawnSync(process.execPath, [join(root, `scripts/${name}.ts`), ...args], { cwd: tmpdir(), encoding: 'utf8', env: plainEnv() }))
  return {
    root,
    plant: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
      return () => rmSync(join(root, path))
    },
    check: (...steps) => script('check', ...steps),
    script,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** What went to the screen, stdout last. */
export function ended({ status, stdout, stderr, error }: SpawnSyncReturns<string>): Ended {
  return { status, output: `${stderr}${error?.message ?? ''}${stdout}` }
}

/** Without what the test runner around us has set, and without colours. */
export function plainEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|TEST$|DEV$|PROD$|MODE$|SSR$)/.test(name))
  return { ...Object.fromEntries(own), NO_COLOR: '1' }
}

/** The links of the installed tree, not the packages themselves; links to our own packages lead to the copy. */
function linkInstalled(modules: string): void {
  mkdirSync(modules)
  for (const name of readdirSync(here('node_modules'))) {
    if (name === '.pnpm') symlinkSync(here('node_modules/.pnpm'), join(modules, name))
    else if (name === '.bin' || !name.startsWith('.'))
      cpSync(here(`node_modules/${name}`), join(modules, name), { recursive: true, verbatimSymlinks: true })
  }
}

function wanted(path: string): boolean {
  const parts = relative(here(''), path).split(sep)
  const [room, own, inside] = parts
  if (room === 'test' && (own === 'bench' || (own === 'postgres' && inside === 'node_modules'))) return false
  return !path.endsWith('.spec.ts') && !parts.includes('dist')
}
