import { between } from '@rural-tracker/sanjiang/making'
import { inHouse } from '../pen.ts'
import { TARGETS } from '../targets.ts'
import type { Teller } from './teller.ts'

export function planHealth(feed: Teller): void {
  feed.some(TARGETS.illnesses).forEach(({ household, person }) => {
    const occurredOn = feed.day()
    feed.tell(
      occurredOn,
      `ill.${person.id}`,
      household,
      { risk: 'illness', department: 'health' },
      {
        type: 'ReportHealth',
        data: { ...inHouse(household), person: person.id, health: 'seriousIllness', occurredOn },
      },
    )
  })
  feed.some(TARGETS.disabilities).forEach(({ household, person }) => {
    const occurredOn = feed.day()
    const kind = feed.random() < 0.6 ? 'physical' : 'hearing'
    feed.tell(
      occurredOn,
      `disabled.${person.id}`,
      household,
      { risk: 'disability', department: 'disabledFederation' },
      {
        type: 'CertifyDisability',
        data: { ...inHouse(household), person: person.id, kind, level: between(feed.random, 1, 4), occurredOn },
      },
    )
  })
}
