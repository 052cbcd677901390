import type { Text } from '../aggregate.ts'

// The words for coded kinds in reasons and explanations. Measures and classes have theirs in values/.

export const RISK_WORDS: Readonly<Record<string, Text>> = {
  illness: { zh: '因病', en: 'illness' },
  schooling: { zh: '因学', en: 'schooling' },
  flood: { zh: '洪涝', en: 'flood' },
  geological: { zh: '地质灾害', en: 'geological disaster' },
  drought: { zh: '旱灾', en: 'drought' },
  pest: { zh: '生物灾害', en: 'pest' },
  weather: { zh: '气象灾害', en: 'weather disaster' },
  earthquake: { zh: '地震', en: 'earthquake' },
  otherDisaster: { zh: '其他自然灾害', en: 'other disaster' },
  disability: { zh: '因残', en: 'disability' },
  labourShortage: { zh: '缺劳动力', en: 'labour shortage' },
  accident: { zh: '意外事故', en: 'accident' },
  businessFailure: { zh: '产业失败', en: 'business failure' },
  unstableJob: { zh: '务工就业不稳', en: 'unstable job' },
  unsafeHouse: { zh: '住房不安全', en: 'unsafe house' },
  unsafeWater: { zh: '饮水不安全', en: 'unsafe water' },
  other: { zh: '其他', en: 'other' },
  dropOut: { zh: '失学辍学', en: 'out of school' },
  uninsured: { zh: '未参保', en: 'uninsured' },
}

/** The word for a code; a code without one stands for itself. */
export function wordFor(words: Readonly<Record<string, Text>>, code: string): Text {
  return words[code] ?? { zh: code, en: code }
}

/** Words in a row, as each language writes them. @example listed([{ zh: '因病', en: 'illness' }, { zh: '因学', en: 'schooling' }]).zh // '因病、因学' */
export function listed(words: readonly Text[]): Text {
  return { zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(', ') }
}

/** Sentences in a row. @example joined([{ zh: '甲', en: 'a' }, { zh: '乙', en: 'b' }]).zh // '甲；乙' */
export function joined(sentences: readonly Text[]): Text {
  return { zh: sentences.map(({ zh }) => zh).join('；'), en: sentences.map(({ en }) => en).join('; ') }
}
