import { againTold, ALERT_STAGES, type AlertReason, type AlertState, causeTitle, nextStage, type Text } from '@rural-tracker/domain'
import type { OpenedAlert } from '@rural-tracker/tracker'
import { both, escaped, page } from './html.ts'
import { DEPARTMENT_WORDS, FOUND_WORDS, REASON_WORDS, STAGE_WORDS, STATUS_WORDS } from './words.ts'

/** One alert with its reason, its clock and three answers. Forms go back to where the page came from, which is the link. */
export function alertPage({ alert, village, isCurrent, reason, fault }: OpenedAlert, today: string, problem?: Text): string {
  const waits = isCurrent && (alert.status === 'raised' || alert.status === 'acknowledged')
  const parts = [
    '<h1>预警 <small lang="en">Alert</small></h1>',
    problem ? `<p class="not">${both(problem)}</p>` : '',
    `<dl>${facts(alert, village, isCurrent ? reason : null, isCurrent, today)}</dl>`,
    isCurrent && fault !== null ? `<p>${both(UNTOLD)}</p>` : '',
    waits ? forms() : over(isCurrent ? [STATUS_WORDS[alert.status], againTold(alert, reason)] : [OVER]),
  ]
  return page(parts.join(''))
}

function over(told: readonly (Text | null)[]): string {
  return told.map((one) => (one === null ? '' : `<p>${both(one)}</p>`)).join('')
}

const UNTOLD: Text = {
  zh: '理由现在无法显示，请稍后再打开；其余以上所列为准，可以照常答复。',
  en: 'The reason cannot be shown now, open this again later; what stands above holds, and can be answered.',
}
const OVER: Text = { zh: '这一次已办结；若又有新的信号，会另发消息。', en: 'This one is over; should there be a new sign, another message comes.' }

function facts(alert: AlertState, village: string, reason: AlertReason | null, isCurrent: boolean, today: string): string {
  const { subject, cause, level, dueOn, respondBy, firstSignOn, stage, department, found, raisedOn } = alert
  const isHousehold = subject.startsWith('H')
  const rows: [Text, string][] = [
    [{ zh: '村', en: 'Village' }, escaped(village)],
    ...(isHousehold ? [[{ zh: '户编号', en: 'Household' }, escaped(subject)] as [Text, string]] : []),
    [{ zh: '原因', en: 'Reason' }, both(causeTitle(cause)) + (reason ? words(reason) : '')],
  ]
  if (reason && reason.facts.length > 0) rows.push([{ zh: '依据', en: 'Rests on' }, restsOn(reason)])
  if (isCurrent && respondBy !== null) rows.push([{ zh: '最迟答复', en: 'Answer by' }, clock(respondBy, today)])
  const next = isCurrent ? nextStage(alert) : undefined
  if (next) rows.push([{ zh: '逾期未答复', en: 'Otherwise' }, `${escaped(next.on)} ${both(passedUp(STAGE_WORDS[next.stage]))}`])
  if (dueOn !== null) rows.push([{ zh: '到期日', en: 'Due' }, clock(dueOn, today)])
  if (isCurrent && raisedOn !== null) rows.push([{ zh: '提出', en: 'Raised' }, escaped(raisedOn)])
  rows.push([{ zh: '级别', en: 'Level' }, `${level} 级 <small lang="en">of 3</small>`], [{ zh: '首个信号', en: 'First sign' }, escaped(firstSignOn)])
  if (isCurrent) {
    const where = department === null ? STAGE_WORDS[stage] : (DEPARTMENT_WORDS[department as keyof typeof DEPARTMENT_WORDS] ?? STAGE_WORDS[stage])
    rows.push([{ zh: '现由', en: 'With' }, both(where)], [{ zh: '状态', en: 'Status' }, both(STATUS_WORDS[alert.status])])
    if (found !== null) rows.push([{ zh: '入户', en: 'Visit' }, both(FOUND_WORDS[found])])
  }
  return rows.map(([name, value]) => `<dt>${both(name)}</dt><dd>${value}</dd>`).join('')
}

/** The sentence of the rule or of the due day, and what was compared with what was in force that day. */
function words({ message, clauses }: AlertReason): string {
  const compared = clauses.length > 1 ? clauses.filter(({ holds, text }) => holds && text.zh !== message.zh) : []
  return [message, ...compared.slice(0, MOST_LINES).map(({ text }) => text)].map((text) => `<p>${both(text)}</p>`).join('')
}

/** Kinds and days of what it rests on, the newest first. */
function restsOn({ facts: all }: AlertReason): string {
  const newest = all.toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
  const lines = newest.slice(0, MOST_LINES).map(({ title, on }) => `${escaped(on)} ${both(title)}`)
  const more = newest.length - lines.length
  if (more > 0) lines.push(both({ zh: `另有 ${more} 项`, en: `and ${more} more` }))
  return lines.map((line) => `<p>${line}</p>`).join('')
}

/** A page is read on a small screen, and is sent over a slow line. */
const MOST_LINES = 6

function passedUp({ zh, en }: Text): Text {
  return { zh: `上报${zh}`, en: `goes to the ${en}` }
}

const A_DAY = 86_400_000

function clock(day: string, today: string): string {
  const left = Math.round((Date.parse(day) - Date.parse(today)) / A_DAY)
  if (left < 0) return `<span class="late">${escaped(day)} ${both({ zh: `已过 ${-left} 天`, en: `${-left} days late` })}</span>`
  return `${escaped(day)} ${both(left === 0 ? { zh: '就是今天', en: 'today' } : { zh: `还有 ${left} 天`, en: `${left} days left` })}`
}

function forms(): string {
  const form = (answer: string, title: Text, inside: string, button: Text) =>
    `<form method="post"><h2>${both(title)}</h2><input type="hidden" name="answer" value="${answer}">${inside}<button>${escaped(button.zh)} ${escaped(button.en)}</button></form>`
  return [
    form('visited', { zh: '去过了', en: 'I have been there' }, radios('found', FOUND_WORDS), { zh: '提交', en: 'Send' }),
    form('dismissed', { zh: '不用处理', en: 'Nothing to do' }, `<p>${both(UNTIL)}</p>${choice('reason', options(REASON_WORDS))}`, {
      zh: '提交',
      en: 'Send',
    }),
    form('passedOn', { zh: '转给别人', en: 'Pass it on' }, choice('to', passedTo()), { zh: '转交', en: 'Pass on' }),
  ].join('')
}

const UNTIL: Text = { zh: '有新的证据时会再次提出。', en: 'It is raised again when new evidence comes.' }

function radios(name: string, words: Readonly<Record<string, Text>>): string {
  return Object.entries(words)
    .map(([value, told]) => `<label><input type="radio" name="${name}" value="${value}" required>${both(told)}</label>`)
    .join('')
}

function choice(name: string, inside: string): string {
  return `<select name="${name}" required><option value="">请选择 choose</option>${inside}</select>`
}

function options(words: Readonly<Record<string, Text>>, prefix = ''): string {
  return Object.entries(words)
    .map(([value, { zh, en }]) => `<option value="${prefix}${value}">${escaped(zh)} ${escaped(en)}</option>`)
    .join('')
}

function passedTo(): string {
  const stages = Object.fromEntries(ALERT_STAGES.map((stage) => [stage, STAGE_WORDS[stage]]))
  return options(stages) + options(DEPARTMENT_WORDS, 'department.')
}
