import type { Story } from './stories.ts'

/** What was wrong with an elimination and came to light later, or was not known on its day. One household has each. */
export type Fault = 'early' | 'miscounted' | 'labourLost' | 'uninsured' | 'houseUnknown' | 'waterUnknown' | 'insuranceUnknown' | 'labourUnknown'

/** Whom a fault suits: who was struck suddenly needs no good year first, and of two people both can be found unable to work. */
const SUITS: Readonly<Record<Fault, (story: Story) => boolean>> = {
  early: ({ class: of }) => of === 'suddenHardship',
  miscounted: ({ class: of, risk }) => of !== 'suddenHardship' && risk !== 'illness' && risk !== 'accident',
  labourLost: ({ household }) => household.members.length === 2,
  uninsured: () => true,
  houseUnknown: ({ risk }) => risk !== 'unsafeHouse',
  waterUnknown: () => true,
  insuranceUnknown: () => true,
  labourUnknown: ({ household }) => household.members.length > 2,
}

/** Gives every fault to one of the stories. */
export function withFaults(stories: readonly Story[]): ReadonlyMap<Story, Fault> {
  const faulty = new Map<Story, Fault>()
  for (const fault of Object.keys(SUITS) as Fault[]) {
    const story = stories.find((one) => !faulty.has(one) && SUITS[fault](one))
    if (!story) throw new Error(`no elimination could have the fault ${fault}`)
    faulty.set(story, fault)
  }
  return faulty
}
