import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RuleId } from '../values/ids.ts'
import { monitoringRules } from './registry.ts'
import { villageWatch } from './village/watch.ts'

const folder = new URL('./rules/', import.meta.url)
const files = readdirSync(folder)

describe('the registry of rules', () => {
  it('every rule has its file, named by its id, and no file is without its rule', () => {
    const rules = files.filter((file) => !file.endsWith('.spec.ts')).map((file) => file.replace('.ts', ''))
    expect(monitoringRules.map(({ id }) => id).sort()).toEqual(rules.sort())
  })

  it('the adoptions that are shipped are those of every rule and of the watch of villages, each once', () => {
    const lines = readFileSync(new URL('../../parameters/rules.ndjson', import.meta.url), 'utf8')
      .trimEnd()
      .split(/\r?\n/)
    const adopted = lines.map((line) => (JSON.parse(line) as { data: { rule: string } }).data.rule)
    expect(adopted).toHaveLength(46)
    expect(adopted.sort()).toEqual([...monitoringRules, villageWatch].map(({ id }) => id).sort())
  })

  it.each(monitoringRules.map((rule) => [rule.id, rule] as const))('%s has an id, a version, a title in both languages and a source', (id, rule) => {
    expect(RuleId.safeParse(id).success).toBe(true)
    expect(rule.version).toBeGreaterThanOrEqual(1)
    expect(rule.title).toEqual({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^[\x20-\x7e]+$/) })
    expect(rule.source).not.toBe('')
  })

  it.each(monitoringRules.map(({ id }) => [id]))('%s is specified: it fires, is silent, and is cleared or changes on a named day', (id) => {
    const spec = readFileSync(new URL(`${id}.unit.spec.ts`, folder), 'utf8')
    for (const word of ['fires', 'is silent', 'cleared']) expect(spec, `${id}.unit.spec.ts has no example that says: ${word}`).toContain(word)
  })

  it('the word 返贫 is a statistic: no title and no text of a rule holds it', () => {
    for (const { id, title } of monitoringRules) {
      expect(title.zh, id).not.toContain('返贫')
      const texts = readFileSync(new URL(`${id}.ts`, folder), 'utf8').match(/zh: [`'][^`']*[`']/g) ?? []
      expect(
        texts.filter((text) => text.includes('返贫')),
        id,
      ).toEqual([])
    }
  })
})
