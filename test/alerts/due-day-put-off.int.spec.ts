import { afterEach, expect, it } from 'vitest'
import { clockAt, townshipInTime } from './clock.ts'
import { does, raised, told } from './kit.ts'
import { mailbox } from './mailbox.ts'

// “Nothing is shouted twice”, and what passes is told.

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

it('given a due day that is put off, then nobody is told again, until the new day has passed', async () => {
  const box = await mailbox()
  const clock = clockAt('2026-03-02', '09:00')
  const { tracker, close } = await townshipInTime({ MAIL_URL: box.url }, clock)
  closing.push(box.stop, close)
  await told(tracker, 'helper', { to: 'helper@village.example' })
  const visit = (occurredOn: string, dueOn: string, phase: string, level = 1) =>
    raised('H00001', { cause: 'due.visit', occurredOn, dueOn, phase, level })
  const mailsAfter = async (command: ReturnType<typeof visit>, ...times: readonly string[]) => {
    await does(tracker, command)
    for (const time of times) {
      clock.goTo((command.data as { occurredOn: string }).occurredOn, time)
      await tracker.workOnce()
    }
    return box.mails.length
  }
  expect(await mailsAfter(visit('2026-03-02', '2026-03-03', 'approaching'), '09:00', '10:00')).toBe(1)
  expect(await mailsAfter(visit('2026-03-03', '2026-03-04', 'approaching'), '09:00', '10:00')).toBe(1)
  expect(await mailsAfter(visit('2026-03-05', '2026-03-04', 'passed'), '09:00', '10:00')).toBe(2)
  expect(await mailsAfter(visit('2026-03-06', '2026-03-10', 'approaching'), '09:00', '10:00')).toBe(2)
  expect(await mailsAfter(visit('2026-03-11', '2026-03-10', 'passed'), '09:00', '10:00')).toBe(3)
  expect(await mailsAfter(visit('2026-03-12', '2026-03-09', 'passed'), '09:00', '10:00')).toBe(3)
})
