import { addDays, sameDayIn } from '../calendar.ts'
import { type Home, membersOf, stands, threshold } from '../home.ts'
import { wageBefore } from '../income.ts'
import { any, type Naive, when } from '../rule.ts'
import { inOrder, type Told } from '../told.ts'

const openRisk: Naive = (home) => {
  const cleared = home.of('RiskCleared').map(({ data }) => String(data.clears))
  return any(home.of('RiskReported').filter(({ id }) => !cleared.includes(id)))
}

const newSeriousIllness: Naive = (home) =>
  any(
    membersOf(home).map(({ data: { person } }) => {
      const last = home.of('HealthReported').findLast(({ data }) => data.person === person)
      return last?.data.health === 'seriousIllness' && stands(home, 'new-serious-illness', last.on) ? last : undefined
    }),
  )

/** The first certificate or the first time that somebody was called disabled. */
const newDisability: Naive = (home) =>
  any(
    membersOf(home).map(({ data: { person } }) => {
      const first = home
        .of('DisabilityCertified', 'HealthReported')
        .find(({ type, data }) => data.person === person && (type === 'DisabilityCertified' || data.health === 'disabled'))
      return first && stands(home, 'new-disability', first.on) ? first : undefined
    }),
  )

/** Of everybody there that day, and of who lost a job that day, those with the largest wage before it. */
function mainEarners(home: Home, day: string): readonly string[] {
  const lost = home.of('JobLost').filter(({ on }) => on === day)
  const there = new Set([...membersOf(home.at(day)).map(({ data }) => data.person), ...lost.map(({ data }) => data.person)])
  const wages = [...there].map((person) => ({ person, wage: wageBefore(home, person, day).wage }))
  const most = Math.max(0, ...wages.map(({ wage }) => wage))
  return most > 0 ? wages.filter(({ wage }) => wage === most).map(({ person }) => person) : []
}
const mainEarnerLostJob: Naive = (home) => {
  if (threshold(home, 'wageWindow') === undefined) return undefined
  const members = membersOf(home).map(({ data }) => data.person)
  return any(
    home
      .of('JobLost')
      .filter((lost) => members.includes(lost.data.person) && stands(home, 'main-earner-lost-job', lost.on))
      .filter((lost) => !home.of('JobStarted').some((job) => job.data.person === lost.data.person && inOrder(job, lost) > 0))
      .filter((lost) => mainEarners(home, lost.on).includes(lost.data.person))
      .flatMap((lost) => [lost, ...wageBefore(home, lost.data.person, lost.on).entries]),
  )
}

const shock = (rule: string, type: 'DisasterLossReported' | 'AccidentReported' | 'BusinessFailed'): Naive => {
  return (home) => {
    const recovered = home.of('ShockRecovered').map(({ data }) => String(data.recovers))
    return any(home.of(type).filter(({ id, on }) => !recovered.includes(id) && stands(home, rule, on)))
  }
}

const dividendsStopped: Naive = (home) => {
  const months = threshold(home, 'dividendPause')
  if (months === undefined) return undefined
  const partner = ({ data }: Told<'HouseholdLinked' | 'DividendDistributed'>) => `${data.division} ${data.partnership}`
  return any(
    home.of('HouseholdLinked').flatMap((link) => {
      const last = home.of('DividendDistributed').findLast((dividend) => partner(dividend) === partner(link))
      return last && sameDayIn(last.on, months) < home.day ? [link, last] : []
    }),
  )
}

const benefitsEnded: Naive = (home) =>
  any(
    home.of('BenefitEnded').filter((end) => {
      const kind = home.of('BenefitGranted').findLast((grant) => grant.data.benefit === end.data.benefit)?.data.kind
      const again = home.of('BenefitGranted').some((grant) => grant.data.kind === kind && inOrder(grant, end) > 0)
      return ['reviewed', 'contractEnded', 'other'].includes(end.data.reason) && !again && stands(home, 'benefits-ended', end.on)
    }),
  )

const loanOverdue: Naive = (home) =>
  any(
    home.of('LoanFellOverdue').flatMap((overdue) => {
      const ofLoan = ({ data }: { data: { loan: string; village: string } }) =>
        data.loan === overdue.data.loan && data.village === overdue.data.village
      const granted = home.of('LoanGranted').find(ofLoan)
      const repaid = home.of('LoanRepaid').filter(ofLoan)
      const sum = repaid.reduce((all, { data }) => all + data.amount, 0)
      const renewed = home.of('LoanRenewed').some((one) => ofLoan(one) && one.on >= overdue.on)
      return renewed || (granted && sum >= granted.data.amount) ? [] : [overdue, ...repaid]
    }),
  )

const splitFromMonitored: Naive = (home) => {
  const splits = home.of('HouseholdSplit').filter(({ data }) => data.into === home.id && data.monitored)
  return any(
    splits.filter(({ data, on }) => {
      const joined = membersOf(home).some((member) => member.data.reason === 'split' && data.persons.includes(member.data.person))
      return joined && stands(home, 'split-from-monitored', on)
    }),
  )
}

const weakSigns: (warnings: readonly string[]) => Naive = (warnings) => (home, fires) => {
  const enough = threshold(home, 'weakSigns')
  const days = threshold(home, 'weakSignDays')
  if (enough === undefined || days === undefined) return undefined
  const signs = warnings.flatMap((rule) => {
    if (home.parameter(`rule.${rule}`, home.day)?.sign !== 'weak' || isWaived(home, rule)) return []
    const evidence = fires(rule, home) ?? []
    return evidence.some(({ on }) => on > addDays(home.day, -days)) ? [evidence] : []
  })
  return when(signs.length >= enough, ...signs.flat())
}

/** Somebody said that the rule does not count here, until a day. */
export function isWaived(home: Home, rule: string): boolean {
  const ended = home.of('WaiverEnded').map(({ data }) => String(data.ends))
  return home.of('RuleWaived').some(({ id, data }) => data.rule === rule && home.day <= data.until && !ended.includes(id))
}

export const shocksAndSigns = (warnings: readonly string[]) =>
  ({
    'open-risk': openRisk,
    'new-serious-illness': newSeriousIllness,
    'new-disability': newDisability,
    'main-earner-lost-job': mainEarnerLostJob,
    disaster: shock('disaster', 'DisasterLossReported'),
    accident: shock('accident', 'AccidentReported'),
    'industry-failed': shock('industry-failed', 'BusinessFailed'),
    'dividends-stopped': dividendsStopped,
    'benefits-ended': benefitsEnded,
    'loan-overdue': loanOverdue,
    'split-from-monitored': splitFromMonitored,
    'weak-signs': weakSigns(warnings),
  }) satisfies Record<string, Naive>
