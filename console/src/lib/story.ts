// A step of a transaction in words. The host sends names and values; the sentences are ours, in both languages.

import type { StoryStep } from '@/api/types'
import { i18n, locale, textOr } from '@/i18n'
import { money } from './format'
import { wentWrong } from './tone'

export function stepTitle(step: StoryStep): string {
  const wrong = wentWrong(step) && textOr(`stepWrong.${step.step}`, '')
  return wrong || i18n.global.t(`step.${step.step}`)
}

export function responseText(code: string): string {
  const text = textOr(`response.${code}`, '')
  return text ? `${code} ${text}` : code
}

export const factorText = (factor: string) => textOr(`factor.${factor}`, factor)

/** What a step carries, one short phrase each. An unknown name is shown as it is: better raw than hidden. */
export function stepDetails(step: StoryStep): string[] {
  return Object.entries(step.detail ?? {}).flatMap(([name, value]) => phrase(name, value))
}

function phrase(name: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '' || name === 'ok') return []
  switch (name) {
    case 'kind':
      return [textOr(`kind.${String(value)}`, String(value))]
    case 'amountFen':
      return [money(Number(value), locale.value)]
    case 'responseCode':
      return [responseText(String(value))]
    case 'factors':
      return [(Array.isArray(value) ? value : [value]).map((one) => factorText(String(one))).join(' · ')]
    case 'wanted':
      return [i18n.global.t('detail.wanted', {
        value: (Array.isArray(value) ? value : [value]).map((one) => factorText(String(one))).join(' · '),
      })]
    case 'code':
    case 'refusal':
      return [textOr(`problem.${String(value)}`, String(value))]
    default:
      return [textOr(`detail.${name}`, `${name} ${plain(value)}`, { value: plain(value) })]
  }
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
