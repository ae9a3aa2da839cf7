// Step-up rules in words: the host sends conditions and factors, the sentences are ours, in both languages.

import type { RuleConditions, RuleSet, StepUpRule } from '@/api/types'
import { i18n, locale, textOr } from '@/i18n'
import { money } from './format'
import { kindText } from './story'

export const RULE_KINDS = ['SALE', 'OFFLINE_SALE', 'VOID', 'REFUND', 'PRE_AUTH', 'PRE_AUTH_VOID', 'PRE_AUTH_TOP_UP', 'COMPLETION', 'COMPLETION_VOID', 'COMPLETION_NOTICE', 'BALANCE']
export const RULE_FACTORS = ['TXN_PASSWORD', 'SUPERVISOR_PASSWORD', 'CARD_PASSWORD', 'ONE_TIME_CODE', 'FINGERPRINT', 'FINGERPRINT@SUPERVISOR', 'PIN']
export const RULE_CARDS = ['REGISTERED', 'OTHER', 'DEBIT', 'CREDIT'] as const
export const RULE_ENTRY_MODES = ['MANUAL', 'SWIPE', 'CHIP', 'CONTACTLESS', 'QR']

const word = (key: string, values: Record<string, unknown> = {}) => i18n.global.t(`stepUp.${key}`, values)
const yuan = (fen: number) => money(fen, locale.value)

export const leafText = (leaf: string) => textOr(`factor.${leaf.replace('@', '_')}`, leaf)

/** Short phrases, all of which have to hold. */
export function conditionPhrases(when: RuleConditions): string[] {
  return [
    ...(when.kinds?.length ? [when.kinds.map(kindText).join(' / ')] : [word('anyKind')]),
    ...(when.amountFromFen ? [word('from', { amount: yuan(when.amountFromFen) })] : []),
    ...(when.cumulated ? [word(`cumulated${when.cumulated.over}`, { amount: yuan(when.cumulated.fromFen) })] : []),
    ...(when.hours ? [word('hours', when.hours)] : []),
    ...(when.cards?.length ? [when.cards.map((card) => i18n.global.t(`stepUpCard.${card}`)).join(' / ')] : []),
    ...(when.entryModes?.length ? [when.entryModes.map((mode) => i18n.global.t(`entryMode.${mode}`)).join(' / ')] : []),
    ...(when.operators?.length ? [word('operators', { list: when.operators.join(', ') })] : []),
    ...(when.secondFactor === undefined ? [] : [word(`secondFactor${when.secondFactor}`)]),
  ]
}

/** `SMS code, or fingerprint` */
export const requirementText = ({ require }: StepUpRule) =>
  require.anyOf.map((group) => group.allOf.map(leafText).join(word('and'))).join(` ${word('or')} `)

/** Yuan as people type them into integer fen; undefined if it is no amount. */
export function fenOf(typed: string): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(typed.trim())
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined
}

/** The same back: fen as people type them, empty for none. */
export const typedYuan = (fen?: number) => (fen ? `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}` : '')

/** What rules are called. */
export const RULE_NAME = /^[a-z][a-z0-9-]{0,39}$/

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** Both times or neither, and not the same one twice. */
export const timesFit = (from: string, to: string) => (!from && !to) || (from !== to && TIME.test(from) && TIME.test(to))

/** What a version is at this moment: in force, to come or past. Newest first. */
export function standing(sets: RuleSet[], nowMillis: number): Map<number, 'inForce' | 'toCome' | 'past'> {
  const inForce = sets.find((set) => Date.parse(set.effectiveFrom) <= nowMillis)
  return new Map(sets.map((set) => [set.version, set === inForce ? 'inForce' : Date.parse(set.effectiveFrom) > nowMillis && set.version > (inForce?.version ?? 0) ? 'toCome' : 'past']))
}
