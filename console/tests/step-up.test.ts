import { beforeEach, describe, expect, it } from 'vitest'
import type { RuleSet } from '@/api/types'
import { locale } from '@/i18n'
import { conditionPhrases, fenOf, requirementText, standing } from '@/lib/rules'

beforeEach(() => (locale.value = 'zh-CN'))

describe('step-up rules in words', () => {
  it('aRule_isAPhraseACondition_inBothLanguages', () => {
    const when = {
      kinds: ['SALE'], amountFromFen: 500000, cumulated: { over: 'CARD' as const, fromFen: 100 }, hours: { from: '22:00', to: '06:00' }, cards: ['REGISTERED' as const],
      entryModes: ['MANUAL'], operators: ['01', '02'], secondFactor: false,
    }
    expect(conditionPhrases(when)).toEqual(['消费', '5,000.00 元起', '该卡当日累计满 1.00 元', '22:00 至 06:00', '登记的持卡用户的卡', '手输', '操作员 01, 02', '没有手机和指纹可用时'])
    locale.value = 'en'
    expect(conditionPhrases(when).slice(0, 3)).toEqual(['Sale', 'from ¥5,000.00', 'from ¥1.00 a day with the card'])
    expect(conditionPhrases({})).toEqual(['All transactions'])
  })

  it('aRequirement_saysAndAndOr', () => {
    const rule = { name: 'x', when: {}, require: { anyOf: [{ allOf: ['TXN_PASSWORD', 'ONE_TIME_CODE'] }, { allOf: ['FINGERPRINT@SUPERVISOR'] }] } }
    expect(requirementText(rule)).toBe('交易密码和短信码 或 主管指纹')
    locale.value = 'en'
    expect(requirementText(rule)).toBe('Transaction password and One-time code or Fingerprint of a supervisor')
  })

  it.each([['1', 100], ['5000.5', 500050], ['0.01', 1], [' 12.30 ', 1230], ['1.234', undefined], ['-1', undefined], ['1,000', undefined], ['', undefined], ['1e3', undefined]])('yuan_%s_is_%s_fen', (typed, fen) => {
    expect(fenOf(typed)).toBe(fen)
  })

  it('versions_standAsTheirDayHasComeOrNot', () => {
    const set = (version: number, effectiveFrom: string): RuleSet => ({ scope: 'PLATFORM', scopeId: '', version, effectiveFrom, rules: [], setBy: 'x', setAt: effectiveFrom })
    const sets = [set(3, '2026-09-01T00:00:00Z'), set(2, '2026-08-01T00:00:00Z'), set(1, '2026-07-01T00:00:00Z')]
    expect([...standing(sets, Date.parse('2026-08-15T00:00:00Z'))]).toEqual([[3, 'toCome'], [2, 'inForce'], [1, 'past']])
  })
})
