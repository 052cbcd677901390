import type { ScopedCommand } from '@rural-tracker/tracker'
import type { Random } from './random.ts'

/** What a township's services send in one round: households are registered, visited, struck, repaired. */
export function workOf(random: Random, round: number, commands: number): readonly ScopedCommand[] {
  const households = Array.from({ length: 6 }, (_, n) => ({
    registeredIn: `4312241052${String(random.whole(1, 20)).padStart(2, '0')}`,
    household: `H${String(round).padStart(5, '0')}${n}`,
  }))
  const day = () => `2020-${String(random.whole(1, 12)).padStart(2, '0')}-${String(random.whole(1, 28)).padStart(2, '0')}`
  const work: ScopedCommand[] = households.map((one) => ({
    type: 'RegisterHousehold',
    data: { ...one, kind: 'ordinary', occurredOn: '2016-01-01' },
    commandId: `register-${one.household}`,
  }))
  for (let n = work.length; n < commands; n++) {
    const one = random.oneOf(households)
    const commandId = `work-${round}-${n}`
    if (random.next() < 0.5) work.push({ type: 'VisitHousehold', data: { ...one, visitor: 'helper', occurredOn: day() }, commandId })
    else {
      const risk = random.oneOf(['illness', 'flood', 'drought', 'unstableJob'] as const)
      work.push({ type: 'ReportRisk', data: { ...one, risk, occurredOn: day() }, commandId })
    }
  }
  return work
}
