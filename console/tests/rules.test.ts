import { describe, expect, it } from 'vitest'
import type { PasswordTextRules } from '@/api/types'
import { locale } from '@/i18n'
import { actionText, objectText } from '@/lib/audit'
import { merged } from '@/lib/arrivals'
import { inGroups, typedHex } from '@/lib/keys'
import { safeQuery } from '@/lib/list'
import { reasonText } from '@/lib/reason'
import { hasRepeats, hasRun, judge, judgeText, ruleText } from '@/lib/password'

const STAFF: PasswordTextRules = { lengthMin: 12, lengthMax: 128, alphabet: 'UNICODE', required: ['DIGIT', 'LETTER'], kindsMin: 0, sequenceLengthMax: 4, repeatLengthMax: 4, matching: 'INSIDE' }
const CARD: PasswordTextRules = { ...STAFF, lengthMin: 6, lengthMax: 12, alphabet: 'ASCII', sequenceLengthMax: 2, repeatLengthMax: 2 }

describe('console password rules', () => {
  it.each([
    ['abcde', true], ['edcba', true], ['12345', true], ['7890', false], ['qwert', true], ['1122334455', true], ['abcd', false], ['a1b2c3d4', false],
  ])('run_%s_%s', (text, found) => expect(hasRun(text, 4)).toBe(found))

  it.each([['aaaaa', true], ['aaaab', false], ['1212121212', true], ['a1b2a1b2', true], ['a1b2a1b3', false]])('repeats_%s_%s', (text, found) => expect(hasRepeats(text, 4)).toBe(found))

  it('nothingTyped_nothingIsJudged', () => {
    expect(new Set(Object.values(judge(STAFF, '', '', '', 'admin')))).toEqual(new Set(['open']))
  })

  it('goodPassword_meetsAll', () => {
    expect(new Set(Object.values(judge(STAFF, 'River-7-Otter', 'River-7-Otter', 'old-One-0815', 'admin')))).toEqual(new Set(['met']))
  })

  it('eachRule_isNamedWhenBroken', () => {
    const verdicts = judge(STAFF, 'admin\u200b密', 'x', 'admin\u200b密', 'admin')
    expect(verdicts).toMatchObject({ length: 'broken', characters: 'broken', required: 'broken', username: 'broken', differs: 'broken', matches: 'broken' })
  })

  it('policyOfFifteenWithASymbol_isJudgedAndSaid', () => {
    const rules: PasswordTextRules = { ...STAFF, lengthMin: 15, required: ['DIGIT', 'LETTER', 'SYMBOL'] }
    expect(judge(rules, 'RiverSevenOtt7', '', '', 'admin')).toMatchObject({ length: 'broken', required: 'broken' })
    expect(judge(rules, 'River-7-Otter-4', '', '', 'admin')).toMatchObject({ length: 'met', required: 'met' })
    locale.value = 'en'
    expect(ruleText(rules, 'length')).toBe('15 to 128 characters')
    expect(ruleText(rules, 'required')).toBe('Contains a digit, a letter, a symbol')
    locale.value = 'zh-CN'
    expect(ruleText(rules, 'required')).toBe('含有数字、字母、符号')
  })

  it('policyThatDemandsNoKinds_asksForNone', () => {
    const rules: PasswordTextRules = { ...STAFF, lengthMin: 8, required: [], matching: 'WHOLE' }
    const verdicts = judge(rules, 'correct horse admin', '', '', 'admin')
    expect(verdicts).not.toHaveProperty('required')
    expect(verdicts).not.toHaveProperty('kinds')
    expect(new Set([verdicts.length, verdicts.characters, verdicts.username])).toEqual(new Set(['met']))
    expect(judge(rules, 'Admin', '', '', 'admin').username).toBe('broken')
  })

  it.each([['e\u0301cole du lac', true], ['ｋ-full-width', false], ['x\u0301-mark', false], ['two\u00a0words', false], ['守银终端密码很长', true]])(
    'characters_%s_%s', (text, written) => expect(judgeText(STAFF, text).characters).toBe(written))

  it.each([['Ab1-', 4, true], ['ab1-', 4, false], ['ab1-', 3, true]])('kinds_%s_of%i_%s', (text, kindsMin, met) => expect(judgeText({ ...STAFF, kindsMin }, text).kinds).toBe(met))
})

describe('password guide', () => {
  it('goodPassword_meetsAll', () => {
    expect(judgeText(CARD, 'tea7leaf2')).toEqual({ length: true, characters: true, required: true, sequence: true, repeats: true })
  })

  it.each([
    ['k7m2', 'length'], ['k7m2 pd9', 'characters'], ['kmpdwt', 'required'], ['kmw123', 'sequence'], ['kmw147', 'sequence'], ['kmw777p', 'repeats'], ['k7m2k7m2', 'repeats'],
  ])('%s_breaks_%s', (password, rule) => expect(Object.entries(judgeText(CARD, password)).filter(([, met]) => !met).map(([name]) => name)).toEqual([rule]))
})

describe('search', () => {
  it('wholeCardNumber_isCutToItsLastFour', () => {
    expect(safeQuery('4111 1111 1111 1111')).toEqual({ query: '1111', cardCut: true })
  })

  it.each(['093105000002', '104110053110001', '0018', '10.00', '4111111111111112'])('%s_isSearchedAsItIs', (typed) => {
    expect(safeQuery(` ${typed} `)).toEqual({ query: typed, cardCut: false })
  })
})

describe('live rows', () => {
  it('newRow_comesFirst_andTheLastGoes', () => {
    expect(merged([{ id: 'a' }, { id: 'b' }], { id: 'c' }, 2)).toEqual([{ id: 'c' }, { id: 'a' }])
  })

  it('knownRow_isReplacedInItsPlace', () => {
    expect(merged([{ id: 'a', n: 1 }, { id: 'b', n: 1 }], { id: 'b', n: 2 }, 2)).toEqual([{ id: 'a', n: 1 }, { id: 'b', n: 2 }])
  })
})

describe('audit', () => {
  it('entry_isToldInWords', () => {
    expect(actionText('terminal.activation-code.issue')).toBe('发放激活码')
    expect(objectText('transaction-password:00000001')).toBe('交易密码 00000001')
    expect(reasonText('SEQUENCE,RECENTLY_USED')).toBe('不要用连续或键盘相邻的数字、字母 · 不要用最近用过的密码')
  })

  it('whatHasNoText_isShownAsWritten', () => {
    expect(actionText('rocket.launch')).toBe('rocket.launch')
    expect(objectText('no kind')).toBe('no kind')
    expect(reasonText('CODE_WRONG')).toBe('验证码错误')
    expect(reasonText('operator as told 01, keys DOUBLE')).toBe('终端自报操作员 01 · 工作密钥 双倍长')
    expect(reasonText(null)).toBe('')
  })
})

describe('a part of a key', () => {
  it.each([
    ['0123 4567 89ab cdef', '0123456789ABCDEF', true], ['0123456789ABCDEFFEDCBA987654321', '0123456789ABCDEFFEDCBA987654321', false],
    ['0123456789ABCDEG', '0123456789ABCDEG', false], ['', '', false],
  ])('%s_isReadWithoutItsSpaces', (typed, hex, good) => expect(typedHex(typed)).toEqual({ hex, good }))

  it('shownInGroups_isReadAsItWas', () => {
    expect(inGroups('0123456789ABCDEF')).toBe('0123 4567 89AB CDEF')
    expect(typedHex(inGroups('0123456789ABCDEF')).hex).toBe('0123456789ABCDEF')
  })
})
