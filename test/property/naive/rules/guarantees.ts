import { ageOn } from '../calendar.ts'
import { type Home, membersOf, threshold } from '../home.ts'
import { any, type Naive, when } from '../rule.ts'
import { inOrder, type Told } from '../told.ts'

const dropOut: Naive = (home) => {
  const from = threshold(home, 'schoolAgeFrom')
  const to = threshold(home, 'schoolAgeTo')
  if (from === undefined || to === undefined) return undefined
  return any(
    membersOf(home).map(({ data: { person, bornIn } }) => {
      const last = home.of('SchoolStatusReported').findLast(({ data }) => data.person === person)
      const age = ageOn(home.day, bornIn)
      const out = last?.data.status === 'droppedOut' && last.data.reason !== 'health'
      return out && from <= age && age <= to ? last : undefined
    }),
  )
}

const houseUnsafe: Naive = (home) => {
  const grade = home.of('HouseGraded').at(-1)
  if (!grade || !['C', 'D'].includes(grade.data.grade)) return undefined
  return when(!home.of('HouseholdRehoused').some(({ on }) => on >= grade.on), grade)
}

const waterUnsafe: Naive = (home) => {
  const check = home.of('WaterChecked').at(-1)
  if (!check) return undefined
  const { quality, quantity, reliability, access } = check.data
  return when(!(quality && quantity && reliability && access), check)
}

/** What was said last of each member's insurance of the year of the day. */
function insuranceOf(home: Home): readonly Told<'InsuranceReported'>[] {
  const year = Number(home.day.slice(0, 4))
  return membersOf(home).flatMap(
    ({ data: { person } }) => home.of('InsuranceReported').findLast(({ data }) => data.person === person && data.year === year) ?? [],
  )
}
const insuranceMissing: Naive = (home) => any(insuranceOf(home).filter(({ data }) => data.basic === 'none' || !data.seriousIllness))
const insuranceDoubled: Naive = (home) => any(insuranceOf(home).filter(({ data }) => data.basic === 'both'))

const householdEmpty: Naive = (home) => {
  const moves = home.of('MemberJoined', 'MemberLeft', 'PersonDied')
  if (membersOf(home).length > 0 || !moves.some(({ type }) => type === 'MemberJoined')) return undefined
  return [moves.reduce((last, one) => (inOrder(one, last) > 0 ? one : last))]
}

export const guarantees = {
  'drop-out': dropOut,
  'house-unsafe': houseUnsafe,
  'water-unsafe': waterUnsafe,
  'insurance-missing': insuranceMissing,
  'insurance-doubled': insuranceDoubled,
  'household-empty': householdEmpty,
} satisfies Record<string, Naive>
