import { describe, expect, it } from 'vitest'
import { unforeseen } from './unforeseen.ts'

const ZHANG = ['张测试样', '11010519491231002X', '13900000001', '6228480000000000019']

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('an error that nobody foresaw', () => {
  it.each<[string, () => unknown]>([
    ['a parser that quotes its text', () => JSON.parse(`{"name": ${ZHANG.join(' ')}`)],
    ['a file that is not there', () => process.chdir(`/no/such/${ZHANG.join('/')}`)],
    ['a message of many lines, one like a frame', () => Promise.reject(new Error(`x\n    at ${ZHANG[0]} (${ZHANG[1]}.ts:1:1)`))],
    ['no error at all', () => Promise.reject(ZHANG)],
  ])('given %s, then nothing of it is said', async (_, work) => {
    const text = unforeseen(await Promise.resolve(thrownBy(work)).catch((error: unknown) => error))
    for (const one of ZHANG) expect(JSON.stringify(text)).not.toContain(one)
    expect(text.zh).toMatch(/^程序出错：.+；请把这一行告诉维护者。$/)
  })

  it('says its kind, its code and where in the program it came from', () => {
    const { en } = unforeseen(Object.assign(new RangeError('of somebody'), { code: 'ERR_X' }))
    expect(en).toMatch(/^The program failed: RangeError ERR_X at unforeseen\.unit\.spec\.ts:\d+:\d+; tell a maintainer this line\.$/)
  })
})
