// Parameters of terminals in words.

import type { ParameterChange, ParameterDefinition } from '@/api/types'
import { i18n, locale } from '@/i18n'
import { money } from '@/lib/format'

export const parameterName = (one: ParameterDefinition) => (locale.value === 'en' ? one.en : one.zh)

export function parameterValue(one: ParameterDefinition | undefined, value: string): string {
  if (value === '') return '–'
  if (one?.type === 'FEN') return money(Number(value), locale.value)
  if (one?.type === 'BOOLEAN') return i18n.global.t(value === 'true' ? 'parameter.yes' : 'parameter.no')
  return one?.unit === 's' ? i18n.global.t('parameter.seconds', { n: value }) : value
}

export function parameterRange(one: ParameterDefinition): string {
  if (one.type === 'BOOLEAN') return `${i18n.global.t('parameter.yes')} / ${i18n.global.t('parameter.no')}`
  if (one.type === 'TEXT') return i18n.global.t('parameter.characters', { n: one.max })
  return i18n.global.t(one.type === 'FEN' ? 'parameter.fen' : 'parameter.between', { min: one.min, max: one.max })
}

export function changeText(one: ParameterDefinition | undefined, change: ParameterChange): string {
  const said = (value: string | null) => (value === null ? i18n.global.t('parameter.notHere') : parameterValue(one, value))
  return `${one ? parameterName(one) : change.name}: ${said(change.before)} → ${said(change.after)}`
}
