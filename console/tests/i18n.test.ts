import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locale, textOr } from '@/i18n'
import en from '@/locales/en.json'
import zh from '@/locales/zh-CN.json'

type Texts = { [key: string]: string | Texts }

function flat(texts: Texts, before = ''): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : Object.entries(flat(value, `${before}${key}.`))))
}

const chinese = flat(zh)
const english = flat(en)

/** The texts of an enum of the kernel: name or code, zh, en. */
function kernel(file: string, pattern: RegExp): [string, string, string][] {
  const source = readFileSync(resolve('../kernel/src/main/java/io/shouyin/kernel', file), 'utf8')
  return [...source.matchAll(pattern)].map(([, name, zhText, enText]) => [name!, zhText!, enText!])
}

describe('texts', () => {
  it('bothLanguages_haveTheSameKeys', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort())
  })

  it('bothLanguages_useTheSamePlaceholders', () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    for (const [key, text] of Object.entries(chinese)) expect(holes(english[key]!), key).toEqual(holes(text))
  })

  it('noText_isEmptyOrUsesMessageSyntaxByAccident', () => {
    for (const [key, text] of [...Object.entries(chinese), ...Object.entries(english)]) {
      expect(text.trim(), key).not.toBe('')
      expect(text, key).not.toMatch(/[@|]/)
    }
  })

  it('english_holdsNoChinese', () => {
    for (const [key, text] of Object.entries(english)) expect(text, key).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('responseCodes_sayWhatTheKernelSays', () => {
    const codes = kernel('ResponseCode.java', /[A-Z_]+\("(..)", "([^"]*)", "([^"]*)"\)/g)
    expect(codes.length).toBeGreaterThan(40)
    for (const [code, zhText, enText] of codes) expect([code, chinese[`response.${code}`], english[`response.${code}`]]).toEqual([code, zhText, enText])
  })

  it('passwordRules_sayWhatTheKernelSays', () => {
    const rules = kernel('PasswordRules.java', /^\s+([A-Z_]+)\("([^"]*)", "([^"]*)"\)/gm)
    expect(rules.length).toBeGreaterThan(10)
    for (const [rule, zhText, enText] of rules) expect([rule, chinese[`passwordBroken.${rule}`], english[`passwordBroken.${rule}`]]).toEqual([rule, zhText, enText])
  })

  it('aKeyMadeFromData_isFoundOrFallsBack', () => {
    locale.value = 'en'
    expect(textOr('response.00', 'x')).toBe('Approved')
    expect(textOr('response.ZZ', 'x')).toBe('x')
    locale.value = 'zh-CN'
    expect(textOr('response.51', 'x')).toBe('余额不足')
    expect(document.documentElement.lang).toBe('zh-CN')
    expect(localStorage.getItem('shouyin.locale')).toBe('zh-CN')
  })
})
