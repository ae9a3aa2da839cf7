// Password rules that a page can judge while one types: those of the kernel's PasswordRules, with the text rules of a policy.
// The host judges all of them, and has the last word.

import type { PasswordTextRules } from '@/api/types'
import { i18n } from '@/i18n'

const USERNAME_LENGTH_MIN = 4

export type TextRule = 'length' | 'characters' | 'required' | 'kinds' | 'sequence' | 'repeats'
export type RuleName = TextRule | 'username' | 'differs' | 'matches'
export type Verdict = 'open' | 'met' | 'broken'

const LINES = [
  '0123456789', '1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '!@#$%^&*()',
  '1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '147', '2580', '369', '159', '357',
]

/** Whether more than `max` neighbours of the digits, the alphabet or a line of keys stand in a row, forwards or backwards. */
export function hasRun(text: string, max: number): boolean {
  const lower = text.toLowerCase().replace(/(.)\1+/g, '$1') // a character that repeats counts once: 112233 is 123
  for (let at = 0; at + max < lower.length; at++) {
    const piece = lower.slice(at, at + max + 1)
    const turned = [...piece].reverse().join('')
    if (LINES.some((line) => line.includes(piece) || line.includes(turned))) return true
  }
  return false
}

/** Whether a character or a group stands more than `max` times in a row, or the whole is one group over and over. */
export function hasRepeats(text: string, max: number): boolean {
  const lower = text.toLowerCase()
  return new RegExp(`(.+?)\\1{${max}}`).test(lower) || /^(..+)\1+$/.test(lower)
}

const KINDS = { DIGIT: /\p{Nd}/u, LETTER: /\p{L}/u, SYMBOL: /[^\p{L}\p{Nd}]/u }
const KINDS_OF_FOUR = [KINDS.DIGIT, /\p{Lu}/u, /(?!\p{Lu})\p{L}/u, KINDS.SYMBOL]
/** Not written at all, or marks that made no letter with what stands before them. */
const NEVER_WRITTEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{M}]/u

function isWritten(text: string, alphabet: PasswordTextRules['alphabet']): boolean {
  return alphabet === 'ASCII' ? /^[\x21-\x7e]*$/.test(text)
    : !NEVER_WRITTEN.test(text) && [...text].every((one) => one === one.normalize('NFKC') && (one === ' ' || !/\p{Zs}/u.test(one)))
}

/** Whether the password meets each rule that the policy has. */
export function judgeText(rules: PasswordTextRules, password: string): Partial<Record<TextRule, boolean>> {
  const text = rules.alphabet === 'UNICODE' ? password.normalize('NFC') : password
  const length = [...text].length
  return {
    length: length >= rules.lengthMin && length <= rules.lengthMax,
    characters: isWritten(text, rules.alphabet),
    ...(rules.required.length && { required: rules.required.every((kind) => KINDS[kind].test(text)) }),
    ...(rules.kindsMin && { kinds: KINDS_OF_FOUR.filter((kind) => kind.test(text)).length >= rules.kindsMin }),
    sequence: !hasRun(text, rules.sequenceLengthMax),
    repeats: !hasRepeats(text, rules.repeatLengthMax),
  }
}

/** A new password of the console, as far as it is typed. */
export function judge(rules: PasswordTextRules, password: string, again: string, current: string, username: string): Partial<Record<RuleName, Verdict>> {
  const when = (known: boolean, met: boolean): Verdict => (!known ? 'open' : met ? 'met' : 'broken')
  const typed = password.length > 0
  const lower = password.toLowerCase()
  const name = username.toLowerCase()
  const named = name !== '' && (rules.matching === 'WHOLE' ? lower === name : name.length >= USERNAME_LENGTH_MIN && lower.includes(name))
  return {
    ...Object.fromEntries(Object.entries(judgeText(rules, password)).map(([rule, met]) => [rule, when(typed, met)])),
    username: when(typed, !named),
    differs: when(typed && !!current, password !== current),
    matches: when(again.length > 0, password === again),
  }
}

/** What a rule demands, in the reader's language. */
export function ruleText(rules: PasswordTextRules, rule: RuleName): string {
  const { t } = i18n.global
  switch (rule) {
    case 'length': return t('passwordRule.length', { min: rules.lengthMin, max: rules.lengthMax })
    case 'characters': return t(`passwordRule.characters${rules.alphabet}`)
    case 'required': return t('passwordRule.required', { kinds: rules.required.map((kind) => t(`passwordRule.kind${kind}`)).join(t('passwordRule.and')) })
    case 'kinds': return t('passwordRule.kinds', { n: rules.kindsMin })
    case 'sequence': return t('passwordRule.sequence', { n: rules.sequenceLengthMax })
    case 'repeats': return t('passwordRule.repeats', { n: rules.repeatLengthMax })
    case 'username': return t(`passwordRule.username${rules.matching}`)
    case 'differs': case 'matches': return t(`passwordRule.${rule}`)
  }
}
