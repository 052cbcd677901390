import { describe, expect, it } from 'vitest'
import { Progress } from './progress.ts'

/** A progress line whose clock goes on by so many milliseconds at each look. */
function shown(terminal: boolean, step: number) {
  const written: string[] = []
  let clock = 0
  const progress = new Progress({ terminal, out: (text) => void written.push(`out:${text}`), err: (text) => void written.push(text) }, () => {
    clock += step
    return clock
  })
  return { progress, written }
}

describe('progress', () => {
  it('given a terminal, then a bar says how far it is, on stderr', () => {
    const { progress, written } = shown(true, 200)
    progress.at('写入', 36_941, 147_764)
    progress.at('写入', 147_764, 147_764)
    expect(written).toEqual(['\r\u001B[2K写入 ██████░░░░░░░░░░░░░░░░░░ 25%', '\r\u001B[2K写入 ████████████████████████ 100%'])
  })

  it('given no terminal, then nothing is written', () => {
    const { progress, written } = shown(false, 200)
    progress.at('写入', 1, 2)
    progress.wipe()
    expect(written).toEqual([])
  })

  it('given something short, then no bar flickers', () => {
    const { progress, written } = shown(true, 1)
    expect([...progress.through('写入', [1, 2, 3])]).toEqual([1, 2, 3])
    void progress.io.out('完成\n')
    expect(written).toEqual(['out:完成\n'])
  })

  it('given something else is written, then the bar is wiped first, once', () => {
    const { progress, written } = shown(true, 200)
    progress.at('写入', 1, 2)
    progress.io.err('一句话\n')
    void progress.io.out('结果\n')
    expect(written.slice(1)).toEqual(['\r\u001B[2K', '一句话\n', 'out:结果\n'])
  })

  it('given nothing is known of the end, then it stands at the beginning', () => {
    const { progress, written } = shown(true, 200)
    progress.at('读模型', 0, 0)
    expect(written[0]).toContain('0%')
  })
})
