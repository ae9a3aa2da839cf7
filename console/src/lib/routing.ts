// Routing rules in words, in both languages.

import type { RoutingConditions, RoutingRule } from '@/api/types'
import { i18n, locale } from '@/i18n'
import { money } from './format'

const LISTED = 3

const word = (key: string, values: Record<string, unknown> = {}) => i18n.global.t(key, values)
const yuan = (fen: number) => money(fen, locale.value)
const some = (list: string[]) =>
  list.length > LISTED ? word('routing.more', { first: list.slice(0, LISTED).join(', '), n: list.length }) : list.join(', ')

/** Short phrases, all of which have to hold. */
export function routingPhrases(when: RoutingConditions): string[] {
  const phrases = [
    ...(when.merchants?.length ? [word('routing.merchants', { list: some(when.merchants) })] : []),
    ...(when.cardPrefixes?.length ? [word('routing.prefixes', { list: some(when.cardPrefixes) })] : []),
    ...(when.cardKinds?.length ? [when.cardKinds.map((kind) => word(`stepUpCard.${kind}`)).join(' / ')] : []),
    ...(when.cardSchemes?.length ? [when.cardSchemes.map((scheme) => word(`cardScheme.${scheme}`)).join(' / ')] : []),
    ...(when.hours ? [word('stepUp.hours', when.hours)] : []),
    ...(when.amountFromFen ? [word('stepUp.from', { amount: yuan(when.amountFromFen) })] : []),
    ...(when.amountToFen !== undefined ? [word('routing.to', { amount: yuan(when.amountToFen) })] : []),
  ]
  return phrases.length ? phrases : [word('routing.anything')]
}

export const routingText = ({ when, channels }: RoutingRule) => `${routingPhrases(when).join(' · ')} → ${channels.join(', ')}`
