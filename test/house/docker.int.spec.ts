import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { here } from '../../scripts/step.ts'

type Service = Readonly<{
  image: string
  build?: Readonly<{ context: string; dockerfile: string }>
  user?: string
  command?: readonly string[]
  entrypoint?: readonly string[]
  environment?: Readonly<Record<string, unknown>>
  healthcheck?: Readonly<{ test?: readonly string[]; disable?: boolean }>
  depends_on?: Readonly<Record<string, Readonly<{ condition: string }>>>
  volumes?: readonly string[]
  networks?: readonly string[]
  network_mode?: string
  ports?: readonly string[]
  security_opt?: readonly string[]
  cap_drop?: readonly string[]
  restart?: string
  read_only?: boolean
}>
type Compose = Readonly<{ services: Record<string, Service>; volumes: object; networks: Record<string, { internal?: boolean }> }>

const docker = (path: string) => here(`docker/${path}`)
const read = (path: string) => readFileSync(docker(path), 'utf8')
const composed = (name: string) => parse(read(name), { merge: true }) as Compose
const ONCE = ['certificates', 'roles']
/** What is reached from outside, and so from this machine only. */
const REACHED: Readonly<Record<string, readonly string[]>> = { writer: ['127.0.0.1:8080:8080'], alerts: ['127.0.0.1:8090:8090'] }

describe.each(['compose.single.yaml', 'compose.cluster.yaml'])('%s', (file) => {
  const text = read(file)
  const { services, volumes, networks } = composed(file)
  const all = Object.entries(services)
  const own = all.filter(([, { build }]) => build !== undefined)
  const nodes = all.filter(([, { image }]) => image.includes('kurrentdb'))

  it('given one machine or three, then there are the log, the read models, the queue and the services', () => {
    expect(nodes).toHaveLength(file.includes('cluster') ? 3 : 1)
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['postgres', 'redis', 'certificates', 'roles', 'projector', 'writer', 'alerts']))
  })

  it('given an image, then its version is pinned', () => {
    for (const [name, { image }] of all) {
      if (services[name]?.build) expect(image, name).toBe('rural-tracker:${TRACKER_VERSION:?}')
      else expect(image, name).toMatch(/:\d+\.\d+(?:\.\d+)?(?:-[a-z]+)?$/)
    }
  })

  it('given a secret, then it has no default and stands in no file', () => {
    const variables = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)]
    expect(variables.length).toBeGreaterThan(8)
    for (const [, name, otherwise] of variables) expect([name, otherwise]).toEqual([name, ':?'])
    const asked = new Set(variables.map(([, name]) => name))
    const example = [...read('env.example').matchAll(/^(\w+)=(.*)$/gm)]
    expect(new Set(example.map(([, name]) => name))).toEqual(asked)
    for (const [, name, value] of example) expect([name, value]).toEqual([name, ''])
    for (const [name, { environment = {} }] of all)
      for (const [key, value] of Object.entries(environment))
        if (/PASSWORD|AUTH/.test(key)) expect(String(value), `${name} ${key}`).toMatch(/^\$\{\w+:\?\}$/)
    expect(text).not.toMatch(/changeit|_INSECURE/)
  })

  it('given a service, then it is nobody’s root, and whoever is root does one thing once, with no network', () => {
    for (const [name, { user, network_mode, restart, security_opt }] of all) {
      expect(security_opt, name).toContain('no-new-privileges:true')
      if (name === 'certificates') expect([network_mode, restart]).toEqual(['none', 'no'])
      else expect(user, name).toMatch(/^(?!0|root)\w+/)
    }
    for (const [name, { user, read_only, cap_drop }] of own) expect([name, user, read_only, cap_drop]).toEqual([name, '10001:10001', true, ['ALL']])
    for (const [, { user }] of nodes) expect(user).toBe('1001:1001')
  })

  it('given a service that stays, then it is asked whether it lives; what depends on it waits for that', () => {
    for (const [name, { healthcheck, build, restart }] of all) {
      if (ONCE.includes(name)) expect([name, restart]).toEqual([name, 'no'])
      else expect(Boolean(healthcheck?.test) || Boolean(build), `${name} has a health check`).toBe(true)
    }
    for (const [name, { depends_on = {} }] of all)
      for (const [on, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(services), `${name} depends on ${on}`).toContain(on)
        expect([name, on, condition]).toEqual([name, on, ONCE.includes(on) ? 'service_completed_successfully' : 'service_healthy'])
      }
  })

  it('given a path, a volume, a network or a port, then it is there; only the writer and the page of alerts are reached from outside, from this machine', () => {
    for (const [name, service] of all) {
      for (const volume of service.volumes ?? []) {
        const [from = ''] = volume.split(':')
        if (from.startsWith('.')) expect(existsSync(docker(from)), `${name}: ${from}`).toBe(true)
        else expect(Object.keys(volumes), name).toContain(from)
      }
      for (const network of service.networks ?? []) expect(Object.keys(networks), name).toContain(network)
      if (service.ports) expect(REACHED[name]).toEqual(service.ports)
    }
    expect(networks['inside']?.internal).toBe(true)
    for (const [name, { build }] of own) expect(existsSync(docker(build?.dockerfile.replace(/^docker\//, '') ?? '')), name).toBe(true)
  })

  it('given what a service of ours runs, then that entry point is there and goes into the image', () => {
    for (const [name, { command = [] }] of own) {
      const [entry = ''] = command
      expect(entry, name).toMatch(/^(?:services|docker)\/.*\.ts$/)
      const room = /^services\/[\w-]+/.exec(entry)?.[0]
      // A room in which nothing is built yet has no entry.
      const isEmpty = room !== undefined && readFileSync(here(`${room}/src/index.ts`), 'utf8').trim() === 'export {}'
      expect(isEmpty || existsSync(here(entry)), `${name}: ${entry}`).toBe(true)
      if (entry.startsWith('docker/')) expect(read('Dockerfile')).toContain(entry)
    }
  })

  it('given KurrentDB, then it says what its manual asks for', () => {
    for (const [name, { environment = {} }] of nodes) {
      expect(environment).toMatchObject({
        KURRENTDB_CLUSTER_SIZE: String(nodes.length),
        KURRENTDB_RUN_PROJECTIONS: 'None',
        KURRENTDB_TELEMETRY_OPTOUT: 'true',
        KURRENTDB_SECONDARY_INDEXING__ENABLED: 'false',
        KURRENTDB_CERTIFICATE_FILE: `/certs/${name}/node.crt`,
      })
      const others = nodes.map(([other]) => `${other}:2113`).filter((other) => other !== `${name}:2113`)
      expect(environment['KURRENTDB_GOSSIP_SEED']).toBe(others.length === 0 ? undefined : others.join())
    }
    expect(services['certificates']?.command).toEqual(nodes.map(([name]) => name))
    const { EVENTS_URL } = services['projector']?.environment ?? {}
    // `esdb+discover` would ask the first of them only.
    expect(EVENTS_URL).toMatch(/^esdb:\/\/admin:\$\{KURRENTDB_ADMIN_PASSWORD:\?\}@/)
    for (const [name] of nodes) expect(EVENTS_URL).toContain(`${name}:2113`)
    expect(EVENTS_URL).toContain('tls=true&tlsCAFile=/certs/ca/ca.crt')
  })
})

describe('the image', () => {
  const dockerfile = read('Dockerfile')

  it('given the Dockerfile, then its base is pinned, it has stages, a user and a health check, and copies what is there', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base ?? '')
    expect(bases.length).toBeGreaterThan(1)
    expect(new Set(bases.filter((base) => base.includes(':')))).toEqual(new Set(['node:26.10.0-bookworm-slim']))
    expect(/^USER (.*)$/gm.exec(dockerfile)?.[1]).toBe('10001:10001')
    expect(dockerfile).toMatch(/^HEALTHCHECK .*CMD \["node", "docker\/healthcheck\.ts"\]$/m)
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from]) => (from ?? '').split(' '))
    expect(copied.length).toBeGreaterThan(5)
    for (const path of copied) expect(existsSync(here(path)), path).toBe(true)
  })

  it('given what our packages need of others, then the image has it, in the version that was tried', () => {
    const { dependencies } = JSON.parse(read('image/package.json')) as { dependencies: Record<string, string> }
    const lock = readFileSync(here('pnpm-lock.yaml'), 'utf8')
    for (const [name, version] of Object.entries(dependencies)) expect(lock, name).toContain(`${name}@${version}`)
    const wanted = ['packages', 'services'].flatMap((room) =>
      readdirSync(here(room)).flatMap((name) => {
        const manifest = JSON.parse(readFileSync(here(join(room, name, 'package.json')), 'utf8')) as Record<string, Record<string, string>>
        return Object.keys({ ...manifest['dependencies'], ...manifest['peerDependencies'] })
      }),
    )
    const ofOthers = wanted.filter((name) => !name.startsWith('@rural-tracker/') && !['vitest', 'fast-check'].includes(name))
    expect(Object.keys(dependencies).toSorted()).toEqual([...new Set(ofOthers)].toSorted())
    const imageLock = read('image/pnpm-lock.yaml')
    for (const [name, version] of Object.entries(dependencies)) expect(imageLock, name).toContain(`${name}@${version}`)
  })
})

describe('the scripts', () => {
  const scripts = readdirSync(docker('scripts'))

  it.each(scripts)('given %s, then it is a program that a shell can read, stops at the first error and names its use', (name) => {
    const path = docker(`scripts/${name}`)
    const { status, stderr } = spawnSync('sh', ['-n', path], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    expect(statSync(path).mode & 0o111).toBe(0o111)
    const text = readFileSync(path, 'utf8')
    expect(text).toMatch(/^#!\/bin\/sh\n# \w+\.sh /)
    expect(text).toContain('set -eu')
    const volumes = Object.keys({ ...composed('compose.single.yaml').volumes, ...composed('compose.cluster.yaml').volumes })
    for (const [, volume] of text.matchAll(/\$\{project\}_(\w+)/g)) expect(volumes, name).toContain(volume)
  })

  it('given a wrong call, then nothing is done and the use is told', () => {
    for (const name of ['backup.sh', 'restore.sh']) {
      const { status, stderr } = spawnSync('sh', [docker(`scripts/${name}`), 'single'], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } })
      expect([status, stderr]).toEqual([2, `usage: ${name} single|cluster FOLDER\n`])
    }
  })
})
