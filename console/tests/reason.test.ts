import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { LOCALES, locale } from '@/i18n'
import { constantText, reasonText, SENTENCES } from '@/lib/reason'
import en from '@/locales/en.json'
import zh from '@/locales/zh-CN.json'

const HOST = resolve('../host/src/main/java/io/shouyin/host')
const sources = new Map(readdirSync(HOST, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.java'))
  .map((name) => [name, readFileSync(join(HOST, name), 'utf8').replace(/^\s*\/\/.*$/gm, '')]))
const literals = (code: string) => [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, text]) => text!)
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

/** The arguments of a call whose bracket opens before `start`. */
function argumentsAt(code: string, start: number): string[] {
  const found: string[] = []
  for (let i = start, from = start, depth = 1; ; i++) {
    if (code[i] === '"') i = code.indexOf('"', i + 1)
    else if (code[i] === '(') depth++
    else if (code[i] === ')') depth--
    if (depth === 0 || (depth === 1 && code[i] === ',')) {
      found.push(code.slice(from, i))
      from = i + 1
    }
    if (depth === 0) return found
  }
}

const calls = (code: string, name: RegExp) => [...code.matchAll(name)].map((found) => argumentsAt(code, found.index + found[0].length))

/** The text that goes into one reason: the argument, the variables and methods that it names, and what callers in the same file give for its parameters. */
function written(code: string, argument: string): string[] {
  const named = [...argument.replace(/"[^"]*"/g, '').matchAll(/\b[a-z]\w*\b/g)].map(([name]) => name)
  const variables = named.flatMap((name) => [...code.matchAll(new RegExp(`\\bString ${name} = ([^;]*);`, 'g'))].map(([, value]) => value!))
  const methods = named.flatMap((name) => (name === 'trail' ? [...sources.values()] : [code])
    .flatMap((other) => [...other.matchAll(new RegExp(`\\bString ${name}\\([^)]*\\) \\{\\n([\\s\\S]*?)\\n {4}(?: {4})?\\}`, 'g'))].map(([, body]) => body!)))
  const callers = named.flatMap((name) => [...code.matchAll(/\b(\w+)\(([^()]*)\) \{/g)].flatMap(([, method, parameters]) => {
    const place = parameters!.split(',').findIndex((one) => one.trim() === `String ${name}`)
    return place < 0 ? [] : calls(code, new RegExp(`(?<![.\\w])${method}\\(`, 'g')).flatMap((given) => given[place] ?? [])
  }))
  return [argument, ...variables, ...methods, ...callers].flatMap(literals)
}

const reasons = [...sources].filter(([, code]) => code.includes('AuditEntry'))
  .flatMap(([file, code]) => calls(code, /\.because\(/g).flatMap(([argument = '']) => written(code, argument).map((text) => ({ file, text }))))

describe('reasons in the audit log', () => {
  beforeEach(() => {
    locale.value = 'zh-CN'
  })

  it('everySentenceOfTheHost_isKnown', () => {
    const fixed = Object.values(SENTENCES).map((sentence) => sentence.replace(/\{\w+\}/g, '\0'))
    const parts = reasons.flatMap(({ file, text }) => text.split(/,|%\w/).map((part) => ({ file, part: part.trim() }))).filter(({ part }) => /[a-z]{2}/.test(part) && !(part in zh.auditWord))
    expect(parts.map(({ part }) => part)).toEqual(expect.arrayContaining(['first start', 'opened by', 'proposed by', 'made by the host', 'one-time secret', 'added', 'masked', 'more left out before', 'by one custodian alone']))
    expect(parts.filter(({ part }) => !fixed.some((sentence) => sentence.includes(part)))).toEqual([])
  })

  it('everySentence_hasItsWordsInBothLanguages', () => {
    for (const words of [zh.auditReason, en.auditReason] as Record<string, string>[]) {
      expect(Object.keys(words)).toEqual(Object.keys(SENTENCES))
      for (const [key, sentence] of Object.entries(SENTENCES)) expect(holes(words[key]!), key).toEqual(holes(sentence))
    }
  })

  it.each([
    ['host', 'access/LoginFactor'], ['host', 'access/NextStep'], ['host', 'access/ChangeReason'], ['host', 'access/ProposalKind'], ['host', 'access/LoginGuard', 'Scope'],
    ['host', 'access/LoginGuard', 'Step'], ['host', 'keys/CeremonyKind'], ['host', 'support/ResetCase', 'Wish'], ['host', 'support/ResetCase', 'ProofKind'],
    ['host', 'credentials/watch/AlertKind'], ['vault', 'KeyPurpose'], ['vault', 'TerminalKeyCommands', 'WorkingKeySet'],
  ])('constantsOf_%s_%s_%s_haveWords', (module, file, name = file.replace(/.*\//, '')) => {
    const code = readFileSync(resolve(`../${module}/src/main/java/io/shouyin/${module}/${file}.java`), 'utf8').replace(/\/\/\/.*/g, '')
    const body = code.slice(code.indexOf(`enum ${name} {`)).replace(/;[\s\S]*|\n {0,4}\}[\s\S]*/, '')
    const constants = [...body.matchAll(/^ +([A-Z][A-Z_0-9]+)\b/gm)].map(([, one]) => one!)
    expect(constants.length).toBeGreaterThan(1)
    for (const language of LOCALES) {
      locale.value = language
      const acronyms = ['AES', 'SM4']
      expect(constants.filter((one) => constantText(one) === one && !acronyms.includes(one)), language).toEqual([])
    }
  })

  it('everyRefusalOfTheReference_hasWords', () => {
    const page = readFileSync(resolve('../docs/reference/refusals.md'), 'utf8')
    const names = [...page.matchAll(/`([A-Z][A-Z_0-9]{3,})`/g)].map(([, name]) => name!)
    expect(names.length).toBeGreaterThan(300)
    expect(names.filter((name) => constantText(name) === name)).toEqual([])
  })

  it.each([
    ['first start', '首次启动', 'First start'],
    ['SECOND_FACTOR', '第二步验证', 'second factor'],
    ['PASSWORD SOURCE_AND_ACCOUNT PT15M', '密码 · 按来源和账号 · PT15M', 'password · by source and account · PT15M'],
    ['7K2M9QRS FORGOTTEN ticket T-2026-0301 opened by lin, VIDEO', '7K2M9QRS 忘记密码,工单 T-2026-0301,lin 提交 · 视频核实',
      '7K2M9QRS Forgotten, ticket T-2026-0301, opened by lin · video call'],
    ['version 3, ROUTING 7K2M9QRS proposed by lin', '第 3 版 · 修改路由 7K2M9QRS,lin 提出', 'Version 3 · Change routing 7K2M9QRS, proposed by lin'],
    ['profile tdes, master key 8A2F', '密钥体系 TDES(行业通行) · 主密钥 8A2F', 'Profile TDES (usual in the field) · Master key 8A2F'],
    ['7K2M9QRS part 2 check value 8A2F', '7K2M9QRS 第 2 份,校验值 8A2F', '7K2M9QRS, part 2, check value 8A2F'],
    ['KEY_USE_REFUSED TERMINAL_PIN DATA', '这把密钥不能用于这个用途 · 终端 PIN 密钥 PIK · 数据加密密钥', 'The key is not meant for this use · Terminal PIN key PIK · Data encryption key'],
    ['月末对账, 第二次', '月末对账, 第二次', '月末对账, 第二次'],
    ['to the bank, at the door', 'to the bank, at the door', 'to the bank, at the door'],
    ['asked by the bank, again', 'asked by the bank, again', 'asked by the bank, again'],
  ])('reason_%s_isSaidInTheReadersLanguage', (reason, chinese, english) => {
    expect(reasonText(reason)).toBe(chinese)
    locale.value = 'en'
    expect(reasonText(reason)).toBe(english)
  })
})
