import { expect, it } from 'vitest'
import { Asked } from './asked.ts'

const ask = (...kinds: string[]) => kinds.reduce((asked, kind) => asked.and(kind), Asked.nothing())

it('given the same kinds in another order, and some of them twice, then it is the same set', () => {
  const nothing = Asked.nothing()
  const one = nothing.and('line').and('deadline.visit')
  expect(nothing.and('deadline.visit').and('line').and('deadline.visit')).toBe(one)
  expect(one.kinds).toEqual(['deadline.visit', 'line'])
})

it('given the same kinds in another process, then the set has the same id', () => {
  expect(ask('line', 'deadline.visit').id).toBe(104479399220533)
  expect(ask('deadline.visit', 'line').id).toBe(ask('line', 'deadline.visit').id)
})

it('given one kind more, or two kinds that read together like one, then it is another set', () => {
  const ids = [ask('a', 'b'), ask('a', 'b', 'c'), ask('a,b'), ask('a", "b')].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

it('given that nothing was asked, then there is no set to keep', () => {
  expect(Asked.nothing()).toMatchObject({ kinds: [], id: null })
})
