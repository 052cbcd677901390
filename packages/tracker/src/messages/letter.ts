import { type AlertState, causeTitle, type MessageKind, type Text } from '@rural-tracker/domain'

/** One alert as a message tells it: no household, no name, no number of anybody, and of what it is about no more than the kind. */
export type LetterItem = Readonly<{
  /** The title of the village, or its division code. */
  village: string
  kind: Text
  level: number
  /** The last day for an answer, or what it is about is due. */
  deadline: string | null
  /** The page of this alert, for this receiver, for some days. */
  url: string
}>

/** A message in its words, for every channel. */
export type Letter = Readonly<{
  /** The same at every try: a receiver can know it by it. */
  id: string
  kind: MessageKind
  language: 'zh' | 'en'
  subject: string
  text: string
  markdown: string
  items: readonly LetterItem[]
  /** Weak signs above the budget, of which nobody is told one by one; 0 also where only one alert is told. */
  listed: number
}>

/** What an alert is about, without any word about health, money or a person. */
export function kindOfAlert(cause: string): Text {
  if (cause.startsWith('due.')) return causeTitle(cause)
  return cause.startsWith('watch.')
    ? { zh: '村级规模性风险信号', en: 'signs in many households' }
    : { zh: '农户风险信号', en: 'a sign of risk in a household' }
}

export function letterItem(alert: AlertState, village: string, url: string): LetterItem {
  const { cause, level, respondBy, dueOn } = alert
  return { village, kind: kindOfAlert(cause), level, deadline: respondBy ?? dueOn, url }
}

export function letterOf(
  { id, kind, language, days, listed }: Readonly<{ id: string; kind: MessageKind; language: 'zh' | 'en'; days: number; listed: number }>,
  items: readonly LetterItem[],
): Letter {
  const words = language === 'zh' ? ZH : EN
  const subject = kind === 'weekly' ? words.weekly(listed) : items.length === 1 && items[0] ? words.one(items[0]) : words.many(items, kind)
  const held = listed === 0 ? [] : [words.held(listed), ...(kind === 'weekly' ? [WHERE_LISTED] : [])]
  const foot = items.length === 0 ? [] : ['', words.foot(days)]
  const text = [subject, '', ...items.flatMap((item, i) => [`${i + 1}. ${words.line(item)}`, `   ${item.url}`]), ...held, ...foot].join('\n')
  const lines = items.map((item, i) => `${i + 1}. [${words.line(item)}](${item.url})`)
  const markdown = [`#### ${subject}`, '', ...lines, ...(lines.length > 0 && held.length > 0 ? ['', ...held] : held), ...foot].join('\n')
  return { id, kind, language, subject, text, markdown, items, listed }
}

/** How the town office sees the weekly list: typed where the tracker is. Nobody else is told it. */
const WHERE_LISTED = 'tracker alerts list --weekly'

type Words = Readonly<{
  one: (item: LetterItem) => string
  many: (items: readonly LetterItem[], kind: MessageKind) => string
  line: (item: LetterItem) => string
  weekly: (listed: number) => string
  held: (listed: number) => string
  foot: (days: number) => string
}>

const ZH: Words = {
  one: (item) => `【预警】${ZH.line(item)}`,
  many: (items, kind) => `【预警】${kind === 'daily' ? '今日' : ''}${items.length} 件待答复${earliest(items, (day) => `，最早 ${day}`)}`,
  line: ({ village, kind, level, deadline }) => `${village} · ${kind.zh} · ${level} 级${deadline === null ? '' : ` · ${deadline} 前答复`}`,
  weekly: (listed) => `【预警】周清单：${listed} 条弱信号`,
  held: (listed) => `周清单上有 ${listed} 条弱信号，超出限额，不逐条通知，可向乡镇查看。`,
  foot: (days) => `点链接即可答复，不用登录，${days} 天内有效；链接只给您本人，请勿转发。`,
}

const EN: Words = {
  one: (item) => `[Alert] ${EN.line(item)}`,
  many: (items, kind) => `[Alerts] ${items.length} to answer${kind === 'daily' ? ' today' : ''}${earliest(items, (day) => `, the first by ${day}`)}`,
  line: ({ village, kind, level, deadline }) => `${village} · ${kind.en} · level ${level}${deadline === null ? '' : ` · answer by ${deadline}`}`,
  weekly: (listed) => `[Alerts] the weekly list: weak signs, ${listed}`,
  held: (listed) => `On the weekly list, above the budget and told by no message of their own: weak signs, ${listed}. The town office shows them.`,
  foot: (days) => `Open the link to answer; no login. It works for ${days} days and is yours alone: do not pass it on.`,
}

function earliest(items: readonly LetterItem[], told: (day: string) => string): string {
  const [first] = items.flatMap(({ deadline }) => (deadline === null ? [] : [deadline])).sort()
  return first === undefined ? '' : told(first)
}
