import type { Text } from '@rural-tracker/domain'
import type { CommandEnvelope, CommandOutcome } from '@rural-tracker/event-store'
import { type AnsweredOn, type Asked, knownShown, knownTo } from '../both-clocks.ts'
import { Questions } from '../questions.ts'
import { actId, actOn, type AlertAct } from './acts.ts'
import { type AlertsDueWork, alertsDueWork } from './due-work.ts'
import type { AlertClocks } from './known-alerts.ts'
import { alertLoadAsked, type AlertLoadQuestion, type AlertLoadRow } from './load.ts'
import { type AlertAtLength, alertAtLength, alertNamed, type AlertRow, alertsAsked, type AlertsQuestion } from './question.ts'

/** Alerts: who has to look, what was done about it, and what has to be said by now. */
export class AlertDesk extends Questions {
  #alertsDue: AlertsDueWork | undefined

  /**
   * Alerts as they stand: open ones, or also past ones; with `weekly` the weak signs above the budget. With clocks, as they stood on a day, or
   * as far as was known then.
   *
   * @example await tracker.alerts({ division: '431224105000', officer: 'helper:a', sort: 'respondBy' })
   */
  async alerts(question: AlertsQuestion & Asked = {}): Promise<AnsweredOn & { today: string; total: number; rows: readonly AlertRow[] }> {
    const answered = await this.catchUp()
    const found = await alertsAsked(this.readRows, question, clocksOf(question))
    return { ...answered, ...this.#clocksShown(question), today: this.today(), ...found }
  }

  /**
   * One alert with everything that was said of it, when it was true and when it was known; with clocks, as it stood then.
   *
   * @param id who and what, `H00001.rule.drop-out`
   * @throws TrackerError when there is, or was then, no such alert.
   */
  async alert(id: string, asked: Asked = {}): Promise<AnsweredOn & AlertAtLength> {
    const answered = await this.catchUp()
    const told = await alertAtLength(this.readRows, id, clocksOf(asked))
    return { ...answered, ...this.#clocksShown(asked), ...told }
  }

  /**
   * How many alerts a village and an officer had, month by month, beside the budget; what went to the weekly list is counted apart. With clocks,
   * what had happened by a day, or as far as was known then.
   */
  async alertLoad(question: AlertLoadQuestion & Asked = {}): Promise<AnsweredOn & { rows: readonly AlertLoadRow[] }> {
    const answered = await this.catchUp()
    const rows = await alertLoadAsked(this.readRows, question, { today: this.today(), ...clocksOf(question) })
    return { ...answered, ...this.#clocksShown(question), rows }
  }

  /**
   * What a person does about an alert: sees it, answers after a visit, puts it aside, passes it on, names who answers, or closes it. The same
   * act again on the same day has one effect.
   *
   * @example await tracker.actOnAlert('H00001.rule.drop-out', { type: 'AnswerAlert', found: 'atRisk' }, { actor: 'helper:a', source: 'cli' })
   * @throws TrackerError when there is no such alert; a refusal is an answer.
   */
  async actOnAlert(
    id: string,
    act: AlertAct,
    { on, ...envelope }: Omit<CommandEnvelope, 'commandId'> & { commandId?: string; on?: string },
  ): Promise<CommandOutcome> {
    await this.catchUp()
    const alert = await alertNamed(this.readRows, id)
    const occurredOn = on ?? this.today()
    return this.execute(actOn(alert, act, occurredOn), { commandId: actId(alert, act, occurredOn), ...envelope })
  }

  /** What alerts have to say by now, as due work: whoever keeps the clock asks it. */
  get alertsDue(): AlertsDueWork {
    this.#alertsDue ??= alertsDueWork(this.readRows, () => this.catchUp())
    return this.#alertsDue
  }

  /**
   * Asks once what alerts have to say, and says it: the day that was asked last to its end, the days since, and today. Asked again, nothing
   * happens. Where nobody has asked before it begins today, or on the day `from`.
   */
  async raiseAlerts(how: { from?: string } = {}): Promise<{ days: number; commands: number; refusals: readonly Text[] }> {
    const moment = { today: this.today(), now: new Date().toISOString(), ...how }
    const days: string[] = []
    const refusals: Text[] = []
    const due = this.alertsDue.find(moment)
    const told = async function* () {
      for await (const command of due) {
        if (command.type === 'CloseAlertDay') days.push(command.commandId)
        yield command
      }
    }
    const { commands } = await this.import(told(), (outcome) => {
      if (!outcome.ok) refusals.push(outcome.message)
    })
    return { days: days.length, commands: commands - days.length, refusals }
  }

  #clocksShown({ asOf, knownAt }: Asked): Readonly<{ asOf: string; knownAt: string | null }> {
    return { asOf: asOf ?? this.today(), knownAt: knownShown(knownAt, this.head) }
  }
}

function clocksOf({ asOf, knownAt }: Asked): AlertClocks {
  return { ...(asOf === undefined ? {} : { asOf }), ...knownTo(knownAt) }
}
