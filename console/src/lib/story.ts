// A step of a transaction in words. The host sends names and values; the sentences are ours, in both languages.

import type { StoryStep, Transaction, TransactionStory } from '@/api/types'
import { i18n, locale, textOr } from '@/i18n'
import { money } from './format'
import { constantText } from './reason'
import { wentWrong } from './tone'

export function stepTitle(step: StoryStep): string {
  const ended = wentWrong(step) ? 'stepWrong' : step.detail?.code ? 'stepRight' : 'step'
  return textOr(`${ended}.${step.step}`, i18n.global.t(`step.${step.step}`))
}

export function responseText(code: string): string {
  const text = textOr(`response.${code}`, '')
  return text ? `${code} ${text}` : code
}

/** Kinds that follow another transaction: undone, they leave it as it was. */
const FOLLOW_UPS: ReadonlySet<string> = new Set(['VOID', 'REFUND', 'PRE_AUTH_TOP_UP', 'PRE_AUTH_VOID', 'COMPLETION', 'COMPLETION_NOTICE', 'COMPLETION_VOID'])

/** How a transaction ended: the word, and for a refusal the reason with its code. */
export function outcomeText({ kind, outcome, responseCode, refusal }: Transaction): string {
  const usual = i18n.global.t(`outcome.${outcome}`)
  const word = FOLLOW_UPS.has(kind) ? textOr(`followUpOutcome.${outcome}`, usual) : usual
  if (outcome === 'DECLINED' && responseCode) return `${refusal ? refusalText(refusal, responseWord(responseCode, word)) : responseWord(responseCode, word)} ${responseCode}`
  return outcome === 'APPROVED' && responseCode ? `${word} ${responseCode}` : word
}

const responseWord = (code: string, otherwise: string) => textOr(`response.${code}`, otherwise)
function refusalText(name: string, otherwise: string): string {
  const words = constantText(name)
  return words === name ? otherwise : words
}

/** What an outcome that is neither yes nor no means for the money. */
export function outcomeReading({ kind, outcome }: Transaction): string | undefined {
  if (outcome !== 'IN_DOUBT' && outcome !== 'REVERSED') return undefined
  if (kind === 'OFFLINE_SALE' && outcome === 'IN_DOUBT') return i18n.global.t('offlineReading.IN_DOUBT')
  return i18n.global.t(`${FOLLOW_UPS.has(kind) ? 'followUpReading' : 'outcomeReading'}.${outcome}`)
}

export const kindText = (kind: string) => textOr(`kind.${kind}`, kind)
export const factorText = (factor: string) => textOr(`factor.${factor}`, factor)
export const factorsText = (of: Transaction) => of.factors.map(factorText).join(' · ')

/**
 * What a step carries, one short phrase each; the first step says what was asked for, the network's approval its code.
 * An unknown name is shown as it is: better raw than hidden.
 */
export function stepDetails(step: StoryStep, of: TransactionStory): string[] {
  const said = (name: string, value: unknown) =>
    (name === 'rrn' && value === of.rrn) // above the story
    || name === 'original' // a link below it
    || (name === 'code' && step.step === 'ANSWERED' && !wentWrong(step)) // by the title
    || value === 'SILENCE'
  const phrases = Object.entries(step.detail ?? {}).filter(([name, value]) => !said(name, value)).flatMap(([name, value]) => phrase(name, value))
  if (step.step === 'RECEIVED') {
    phrases.unshift(kindText(of.kind), money(of.amountFen, locale.value), i18n.global.t('detail.terminalId', { value: of.terminalId }))
  }
  if (step.step === 'ANSWERED' && !wentWrong(step) && of.authCode) {
    phrases.push(i18n.global.t('detail.authCode', { value: of.authCode }))
  }
  return phrases
}

function phrase(name: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  switch (name) {
    case 'code':
      return [responseText(text)]
    case 'factors':
      return [text.split(',').map(factorText).join(' · ')]
    case 'refusal':
      return [refusalText(text, text)]
    case 'reason':
    case 'reversal':
      return [textOr(`inDoubt.${text}`, responseText(text))]
    default:
      return [textOr(`detail.${name}`, `${name} ${text}`, { value: text })]
  }
}
