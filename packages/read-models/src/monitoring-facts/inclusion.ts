import type { KnownHouseholdFact, Text } from '@rural-tracker/domain'

const REASONS: Readonly<Record<string, Text>> = {
  cadreKnows: { zh: '干部了解情况', en: 'a cadre knows of it' },
  petition: { zh: '信访反映', en: 'a petition' },
  awaitingProof: { zh: '待补证明', en: 'proof is awaited' },
  other: { zh: '其他', en: 'other' },
}

/** Why a person put the household on the list, who, and until when; it is gone the day after. */
export function inclusionReason({ body: { reason, until, by } }: KnownHouseholdFact<'included'>): Readonly<{ rule: 'included'; message: Text }> {
  const why = REASONS[reason] ?? { zh: reason, en: reason }
  return {
    rule: 'included',
    message: {
      zh: `人工纳入：${why.zh}（${by ? `${by}，` : ''}至 ${until}）`,
      en: `included by hand: ${why.en} (${by ? `${by}, ` : ''}until ${until})`,
    },
  }
}
