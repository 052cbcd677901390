import { aggregates, type DomainEvent } from '@rural-tracker/domain'
import { type Command, createImporter, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { type LogEvent, logEvent } from '@rural-tracker/projections'
import { paymentFindings } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paymentHistories } from './histories.ts'

/**
 * The ninth law for payment findings: as of any day, known at any instant, they are what one would write down by hand from the events
 * known then. The hand is `naive` below: it reads events only.
 */

type Clocks = { asOf: string; knownAt: string }
type Found = { finding: string; eventId: string; because: string; recovery: string }

function naive(all: readonly StoredEvent[], { asOf, knownAt }: Clocks): Found[] {
  const events = all
    .filter((e) => (e.metadata.knownAt ?? e.recordedAt) <= knownAt)
    .map((e) => ({ id: e.id, type: e.type, position: Number(e.position), data: e.data as Record<string, string> & { amount: number } }))
    .sort((a, b) =>
      a.data.occurredOn === b.data.occurredOn ? a.position - b.position : String(a.data.occurredOn) < String(b.data.occurredOn) ? -1 : 1,
    )
  const of = (type: string) => events.filter((e) => e.type === type)
  const undone = new Set([...of('PaymentReturned').map((e) => e.data.returns), ...of('PaymentReversed').map((e) => e.data.reverses)])
  const paid = of('PaymentPaid').filter((e) => !undone.has(e.id) && String(e.data.occurredOn) <= asOf)
  const tariffs = of('TariffSet').map((set) => {
    const corrections = of('TariffCorrected').filter((e) => e.data.corrects === set.id)
    const last = corrections.reduce<(typeof events)[number] | undefined>((a, b) => (a && a.position > b.position ? a : b), undefined)
    const is = last?.data.is as unknown as { from: string; amount: number } | undefined
    return { id: last?.id ?? set.id, from: is?.from ?? String(set.data.occurredOn), amount: is?.amount ?? set.data.amount }
  })
  const found: Found[] = []
  for (const [i, { id, data }] of paid.entries()) {
    const earlier = paid.slice(0, i).filter((e) => e.data.person === data.person)
    const on = (type: string) => of(type).filter((e) => e.data.payment === id && String(e.data.occurredOn) <= asOf)
    const [claim] = on('RecoveryClaimed')
    const total = (events: readonly { data: { amount: number } }[]) => events.reduce((all, e) => all + e.data.amount, 0)
    const [back, given] = [total(on('RecoveryReturned')), total(on('RecoveryWrittenOff'))]
    const owed = Math.max(0, (claim?.data.amount ?? data.amount) - back - given)
    const settled = owed > 0 ? `${claim ? 'claimed' : 'open'} ${owed}` : `${given > 0 ? 'writtenOff' : 'returned'} 0`
    const say = (finding: string, because: unknown) => {
      const recovery = claim || finding === 'paidAfterDeath' ? settled : ''
      found.push({ finding, eventId: id, because: String(because), recovery })
    }
    const mistaken = new Set(of('ReportWithdrawn').map((e) => e.data.reverses))
    const death = of('PersonDied').find((e) => !mistaken.has(e.id) && e.data.person === data.person && String(e.data.occurredOn) <= asOf)
    if (death && String(data.occurredOn) > String(death.data.occurredOn)) say('paidAfterDeath', death.id)
    const sameList = earlier.filter((e) => e.data.period === data.period)
    const sameReport = sameList.filter((e) => e.data.line === data.line && e.data.bankReference === data.bankReference)
    if (sameReport[0]) say('reportedDifferently', sameReport[0].id)
    const [first] = sameList
    if (first && (first.data.line !== data.line || first.data.bankReference !== data.bankReference)) say('paidTwice', first.id)
    const sum = earlier.filter((e) => e.data.unitOf === data.unitOf).reduce((total, e) => total + e.data.amount, data.amount)
    const begun = tariffs.filter((tariff) => tariff.from <= String(data.occurredOn))
    const inForce = begun.reduce<(typeof tariffs)[number] | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined)
    if (inForce && sum > inForce.amount) say('paidOverTariff', inForce.id)
    if (claim && !found.some((one) => one.eventId === id)) say('recoveryClaimed', claim.id)
    if (back > (claim?.data.amount ?? 0)) say('recoveredTooMuch', back)
    const receipts = on('RecoveryReturned')
    if (new Set(receipts.map((e) => e.data.receipt)).size < receipts.length) say('receiptTwice', receipts.map((e) => e.id).join())
  }
  return found.sort(byEvent)
}

function derived(log: readonly StoredEvent[], clocks: Clocks): Found[] {
  const events = log.map((stored) => logEvent(paymentFindings.catalogue, stored)).filter((e): e is LogEvent<DomainEvent> => e !== undefined)
  const parameters = paymentFindings.parametersAt(paymentFindings.parametersOf(events), clocks)
  const bySubject = Map.groupBy(paymentFindings.factsOf(events), (fact) => fact.subject)
  return [...bySubject]
    .flatMap(([subject, facts]) => paymentFindings.deriveFrom(subject, facts, parameters).rows)
    .map((row) => {
      const { finding, eventId, because, recovery, outstanding } = row as {
        finding: string
        eventId: string
        because: Record<string, string>
        recovery: string | null
        outstanding: number
      }
      const { death, tariffEvent, payment, claim, recovered, receipts } = because
      const why = death ?? tariffEvent ?? payment ?? claim ?? recovered ?? receipts
      return { finding, eventId, because: String(why), recovery: recovery === null ? '' : `${recovery} ${outstanding}` }
    })
    .sort(byEvent)
}

function byEvent(a: Found, b: Found): number {
  return `${a.eventId} ${a.finding}` < `${b.eventId} ${b.finding}` ? -1 : 1
}

async function logOf(commands: readonly Command[]): Promise<StoredEvent[]> {
  const store = openMemoryStore()
  await createImporter({ store, aggregates }).import(commands)
  const all: StoredEvent[] = []
  for await (const page of store.readAll()) all.push(...page.events)
  return all
}

const clocks: fc.Arbitrary<Clocks> = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 })).map(([a, b]) => ({
  asOf: new Date(Date.parse('2019-06-01') + a * 86_400_000).toISOString().slice(0, 10),
  knownAt: new Date(Date.parse('2019-12-20') + b * 86_400_000).toISOString(),
}))

it('payment findings: given late payments, reversals, deaths and corrected tariffs, then any pair of clocks = a naive recomputation', async () => {
  const histories = { late: 0, reversal: 0, 'tariff corrected': 0, 'death withdrawn': 0 }
  const seen: Record<string, number> = {
    ...{ paidAfterDeath: 0, paidTwice: 0, reportedDifferently: 0, paidOverTariff: 0, recoveryClaimed: 0, recoveredTooMuch: 0, receiptTwice: 0 },
    ...{ open: 0, claimed: 0, returned: 0, writtenOff: 0 },
  }
  await fc.assert(
    fc.asyncProperty(paymentHistories, fc.array(clocks, { minLength: 3, maxLength: 6 }), async (commands, asked) => {
      const log = await logOf(commands)
      const days = log.filter((e) => e.type === 'PaymentPaid').map((e) => (e.data as { occurredOn: string }).occurredOn)
      if (days.some((day, i) => day < (days[i - 1] ?? ''))) histories.late++
      if (log.some((e) => e.type === 'PaymentReversed')) histories.reversal++
      if (log.some((e) => e.type === 'TariffCorrected')) histories['tariff corrected']++
      if (log.some((e) => e.type === 'ReportWithdrawn')) histories['death withdrawn']++
      for (const one of asked) {
        const found = derived(log, one)
        expect(found).toEqual(naive(log, one))
        const kinds = found.flatMap(({ finding, recovery }) => [finding, recovery.split(' ')[0] ?? ''])
        for (const kind of new Set(kinds.filter(Boolean))) seen[kind] = (seen[kind] ?? 0) + 1
      }
    }),
    { numRuns: 4_000 },
  )
  console.log('random histories that held:', histories, 'answers with:', seen)
  for (const [what, times] of Object.entries({ ...histories, ...seen })) expect({ what, enough: times >= 100 }).toEqual({ what, enough: true })
})
