// What rules of alerts say, in words.

import type { AlertRule, AlertRuleKind, FiredAlert } from '@/api/types'
import { i18n } from '@/i18n'

/** The values that each kind of rule wants. */
export const RULE_WANTS: Record<AlertRuleKind, readonly ('threshold' | 'minutes' | 'transactionsMin' | 'responseCode' | 'hours')[]> = {
  APPROVAL_RATE_BELOW: ['threshold', 'minutes', 'transactionsMin'],
  CODE_SHARE_ABOVE: ['responseCode', 'threshold', 'minutes', 'transactionsMin'],
  LATENCY_P95_ABOVE: ['threshold', 'minutes', 'transactionsMin'],
  CHANNEL_DOWN: ['minutes'],
  TERMINALS_OFFLINE: ['threshold', 'minutes'],
  REVERSALS_WAITING: ['minutes'],
  NO_SALE: ['minutes', 'hours'],
}

/** When it fires, as a sentence. */
export function conditionText(rule: Pick<AlertRule, 'kind' | 'threshold' | 'minutes' | 'transactionsMin' | 'responseCode' | 'hourFrom' | 'hourTo'>): string {
  return i18n.global.t(`alertRule.when.${rule.kind}`, { threshold: rule.threshold ?? '', minutes: rule.minutes ?? '', least: rule.transactionsMin ?? '', code: rule.responseCode ?? '', from: rule.hourFrom ?? '', to: rule.hourTo ?? '' })
}

/** What was measured when it was true last, and where. */
export function measuredText(alert: FiredAlert): string {
  const measured = alert.measured === null ? '' : i18n.global.t(`alertRule.measured.${alert.kind}`, { n: alert.measured })
  return [alert.subject, measured].filter(Boolean).join(' · ')
}
