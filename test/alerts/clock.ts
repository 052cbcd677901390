import { dateAt } from '@rural-tracker/domain'
import type { AnyCommand } from '@rural-tracker/tracker'
import { alertTownship, sendingBy } from './kit.ts'

/** `2026-03-02 20:30` in Shanghai, in milliseconds since 1970. */
const instantOf = (day: string, time: string) => Date.parse(`${day}T${time}:00+08:00`)

/** A clock that goes as the machine's does, and is put to other times. */
export function clockAt(day: string, time: string) {
  let ahead = instantOf(day, time) - Date.now()
  const now = () => Date.now() + ahead
  return {
    now,
    today: () => dateAt(new Date(now()).toISOString()),
    /** Puts it to a later time. */
    goTo: (nextDay: string, nextTime: string) => void (ahead = instantOf(nextDay, nextTime) - Date.now()),
    /** Lets hours pass. */
    later: (hours: number) => void (ahead += hours * 3_600_000),
  }
}

export type Clock = ReturnType<typeof clockAt>

/** A township in which it is as late as its clock says, with the pauses between two tries that it really has. */
export function townshipInTime(env: Readonly<Record<string, string>>, { now, today }: Clock) {
  return alertTownship(env, { today, reactions: { now }, alertMessages: sendingBy(env) })
}

/** Nobody is to be woken between these times. */
export function quietBetween(begins: string, ends: string): AnyCommand {
  const said = { region: '431224000000', from: '2021-01-01', basis: '示范', assumption: true }
  return { type: 'SetQuietHours', data: { ...said, begins, ends } } as AnyCommand
}
