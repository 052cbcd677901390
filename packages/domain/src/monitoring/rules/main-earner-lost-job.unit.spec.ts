import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, parameter, specify } from '../../testing/rule-scenario.ts'
import { mainEarnerLostJob } from './main-earner-lost-job.ts'

const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1980-01', reason: 'registered' })
const wage = (person: string, amount: number) =>
  said(
    'incomeEntry',
    '2022-12-31',
    { entry: person, kind: 'migrantWage', from: '2022-01', to: '2022-12', amount, person },
    { eventId: `wage ${person}` },
  )
const job = (on: string, person = 'P00001') => said('job', on, { person, place: 'county', monthlyWage: 300_000 })
const lost = (on: string, person = 'P00001') => said('jobLost', on, { person })
const window = parameter('threshold.wageWindow', { name: 'wageWindow', value: 12, unit: 'month' })
const forever = specify(mainEarnerLostJob).set(window).given(joined('P00001'), joined('P00002'))
const rule = forever.set(adoption('main-earner-lost-job', { standsDays: 180 }))
const earning = rule.given(wage('P00001', 3_600_000), wage('P00002', 1_200_000))

describe('rule 14: the main earner lost the job', () => {
  it('fires: who had earned the most is without work', () => {
    earning
      .given(lost('2023-01-15'))
      .on('2023-02-01')
      .fires({
        events: ['jobLost 2023-01-15', 'wage P00001', 'threshold.wageWindow 2019-01-01', 'rule.main-earner-lost-job 2019-01-01'],
        zh: '近 12 个月工资最高（36,000元）的成员 2023-01-15 失业，未再就业',
        en: 'the member with the largest wage of 12 months (36,000 yuan) lost the job on 2023-01-15 and has no other',
        clearedBy: '再就业，或满 180 天',
        nextChangeOn: '2023-07-15',
      })
  })

  it('fires: without entries in the person’s name the monthly wage of the last job counts', () => {
    rule
      .given(wage('P00002', 1_200_000), job('2021-03-01'), lost('2023-01-15'))
      .on('2023-02-01')
      .fires({
        events: ['jobLost 2023-01-15', 'job 2021-03-01', 'threshold.wageWindow 2019-01-01', 'rule.main-earner-lost-job 2019-01-01'],
        zh: '近 12 个月工资最高（36,000元）的成员 2023-01-15 失业，未再就业',
      })
  })

  it('is silent: somebody who earned less, somebody without wages, or who is no member', () => {
    earning.given(lost('2023-01-15', 'P00002')).on('2023-02-01').isSilent({ zh: '近 12 个月工资最高的成员没有失业' })
    rule.given(lost('2023-01-15')).on('2023-02-01').isSilent()
    earning
      .given(lost('2023-01-15'), said('memberLeft', '2023-01-20', { person: 'P00001', reason: 'movedOut' }))
      .on('2023-02-01')
      .isSilent()
  })

  it('is silent: who earned more lost the job on the same day, although no member any more that day', () => {
    earning
      .given(lost('2023-01-15'), lost('2023-01-15', 'P00002'), said('memberLeft', '2023-01-15', { person: 'P00001', reason: 'movedOut' }))
      .on('2023-02-01')
      .isSilent()
  })

  it('boundary: of two with the same wage either is a main earner; one fen more and only one is', () => {
    rule.given(wage('P00001', 1_200_000), wage('P00002', 1_200_000), lost('2023-01-15')).on('2023-02-01').fires()
    rule.given(wage('P00001', 1_200_000), wage('P00002', 1_200_001), lost('2023-01-15')).on('2023-02-01').isSilent()
  })

  it('boundary, next change: the last of its days still fires, the day after is named; without days it goes on', () => {
    earning.given(lost('2023-01-15')).on('2023-07-14').fires({ nextChangeOn: '2023-07-15' })
    earning.given(lost('2023-01-15')).on('2023-07-15').isSilent()
    forever.given(wage('P00001', 1), lost('2023-01-15')).on('2024-07-15').fires({ nextChangeOn: undefined })
  })

  it('not set: it says that the months of wages are missing', () => {
    specify(mainEarnerLostJob)
      .given(joined('P00001'), wage('P00001', 1), lost('2023-01-15'))
      .on('2023-02-01')
      .isNotSet({ zh: '未设定示范 2023 年的工资比较月数', en: 'no months of wages compared set for demonstration 2023' })
  })

  it('cleared: by a new job, and lost again it fires again', () => {
    const again = earning.given(lost('2023-01-15'), job('2023-03-01'))
    again.on('2023-02-28').fires()
    again.on('2023-03-01').isSilent()
    again
      .given(lost('2023-04-01'))
      .on('2023-04-01')
      .fires({
        events: ['jobLost 2023-04-01', 'wage P00001', 'threshold.wageWindow 2019-01-01', 'rule.main-earner-lost-job 2019-01-01'],
      })
  })
})
