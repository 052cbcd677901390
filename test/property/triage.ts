import fc from 'fast-check'
import { logOf } from './both-clocks.ts'
import { judged, factsOf, outcomesOf, statusOf } from './judged.ts'
import { lives } from './lives/index.ts'
import { naiveAnswer } from './naive/monitoring.ts'

const runs = Number(process.argv[2] ?? 50)
const seed = Number(process.argv[3] ?? 1)
const only = process.argv[4]
const t = { gen: 0, log: 0, judge: 0, naive: 0 }
const diff: Record<string, number> = {}
const ev: Record<string, number> = {}
const fired: Record<string, number> = {}
let asked = 0
let shown = Number(process.argv[5] ?? 3)
let events = 0
const tick = () => performance.now()
let t0 = tick()
const samples = fc.sample(lives, { numRuns: runs, seed })
t.gen = tick() - t0
const statuses: Record<string, number> = {}
let elim = 0
for (const commands of samples) {
  t0 = tick()
  const log = await logOf(commands)
  t.log += tick() - t0
  events += log.length
  if (log.some((e) => e.type === 'RiskEliminated')) elim++
  const facts = factsOf(log)
  const lastDay = commands.at(-1)!.knownAt!.slice(0, 10)
  for (const household of ['H00001', 'H00002', 'H00003']) {
    for (let q = 0; q < 4; q++) {
      let asOf = new Date(Date.parse('2023-01-02') + ((q * 7919 + events * 31) % 900) * 86_400_000).toISOString().slice(0, 10)
      if (asOf > lastDay) asOf = lastDay
      const clocks = { asOf, knownAt: q % 2 ? '2030-01-01T00:00:00.000Z' : `${asOf}T23:00:00.000Z` }
      for (let again = 0; again < 3; again++) {
        t0 = tick()
        const j = judged(facts, household, clocks)
        t.judge += tick() - t0
        t0 = tick()
        const n = naiveAnswer(log, household, clocks)
        t.naive += tick() - t0
        if (!j || !n) {
          if (!j !== !n) diff['existence'] = (diff['existence'] ?? 0) + 1
          break
        }
        asked++
        const out = outcomesOf(j.judgement)
        statuses[statusOf(j)] = (statuses[statusOf(j)] ?? 0) + 1
        if (statusOf(j) !== n.status) {
          diff['status'] = (diff['status'] ?? 0) + 1
          if (only === 'status' && shown-- > 0) console.log('STATUS', household, clocks, statusOf(j), n.status)
        }
        for (const [rule, o] of Object.entries(n.outcomes)) {
          if (o !== 'quiet') fired[rule] = (fired[rule] ?? 0) + 1
          const one = j.judgement.judged.find((x) => x.rule.id === rule)!
          if (out[rule] !== o) {
            diff[rule] = (diff[rule] ?? 0) + 1
            if (only === rule && shown-- > 0) {
              console.log('DIFF', rule, household, clocks, 'engine', one.outcome, JSON.stringify(one.checked.values ?? one.checked.missing, (k, v) => (['position', 'knownAt', 'n', 'subject'].includes(k) ? undefined : v))?.slice(0, 900), 'naive', o)
              for (const e of log) {
                const d = e.data as any
                if (d.household === household || d.into === household) if (e.metadata.knownAt! <= clocks.knownAt && !['MemberJoined'].includes(e.type)) console.log('   ', e.position, e.type, JSON.stringify(d).slice(0, 400), e.id.slice(0, 4), e.metadata.knownAt!.slice(0, 10))
              }
            }
          } else if (o !== 'quiet') {
            const mine = n.evidence[rule]!.join()
            const theirs = [...new Set(one.checked.evidence.map((x) => x.eventId))].sort().join()
            if (mine !== theirs) {
              ev[rule] = (ev[rule] ?? 0) + 1
              if (only === 'ev:' + rule && shown-- > 0) {
                const told = (ids: string) => ids.split(',').map((id) => log.find((e) => e.id === id)?.type + ' ' + id.slice(0, 4))
                console.log('EV', rule, household, clocks, 'engine', told(theirs), 'naive', told(mine))
              }
            }
          }
        }
        const next = j.judgement.nextChangeOn
        if (!next || again === 2) break
        clocks.asOf = again === 0 ? new Date(Date.parse(next) - 86_400_000).toISOString().slice(0, 10) : next
        if (again === 1) clocks.asOf = new Date(Date.parse(clocks.asOf)).toISOString().slice(0, 10)
      }
    }
  }
}
console.log({ runs, events, asked, elim, statuses })
console.log(t)
const all = Object.keys({ ...fired, ...diff, ...ev })
for (const rule of all.sort()) console.log(rule.padEnd(28), 'fired', String(fired[rule] ?? 0).padStart(5), 'diff', String(diff[rule] ?? 0).padStart(4), 'evidence', ev[rule] ?? 0)
