// Password rules that a page can judge while one types: those of the kernel's PasswordRules, with the policy of console logins or
// that of a merchant's guide. The host judges all of them, and has the last word.

import type { GuideRules } from '@/api/types'

export const LENGTH_MIN = 12
export const LENGTH_MAX = 128
/** A long password may hold a short run or repetition. */
const RUN_MAX = 4
const USERNAME_LENGTH_MIN = 4

export type RuleName = 'length' | 'characters' | 'letterAndDigit' | 'sequence' | 'repeats' | 'username' | 'differs' | 'matches'
export type Verdict = 'open' | 'met' | 'broken'

const LINES = [
  '0123456789', '1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '!@#$%^&*()',
  '1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '147', '2580', '369', '159', '357',
]

/** Whether more than `max` neighbours of the digits, the alphabet or a line of keys stand in a row, forwards or backwards. */
export function hasRun(text: string, max = RUN_MAX): boolean {
  const lower = text.toLowerCase().replace(/(.)\1+/g, '$1') // a character that repeats counts once: 112233 is 123
  for (let at = 0; at + max < lower.length; at++) {
    const piece = lower.slice(at, at + max + 1)
    const turned = [...piece].reverse().join('')
    if (LINES.some((line) => line.includes(piece) || line.includes(turned))) return true
  }
  return false
}

/** Whether a character or a group stands more than `max` times in a row, or the whole is one group over and over. */
export function hasRepeats(text: string, max = RUN_MAX): boolean {
  const lower = text.toLowerCase()
  return new RegExp(`(.+?)\\1{${max}}`).test(lower) || /^(..+)\1+$/.test(lower)
}

export function judge(password: string, again: string, current: string, username: string): Record<RuleName, Verdict> {
  const when = (known: boolean, met: boolean): Verdict => (!known ? 'open' : met ? 'met' : 'broken')
  const typed = password.length > 0
  const name = username.length >= USERNAME_LENGTH_MIN ? username.toLowerCase() : undefined
  return {
    length: when(typed, password.length >= LENGTH_MIN && password.length <= LENGTH_MAX),
    characters: when(typed, !/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}]/u.test(password)),
    letterAndDigit: when(typed, /[A-Za-z]/.test(password) && /\d/.test(password)),
    sequence: when(typed, !hasRun(password)),
    repeats: when(typed, !hasRepeats(password)),
    username: when(typed, !name || !password.toLowerCase().includes(name)),
    differs: when(typed && !!current, password !== current),
    matches: when(again.length > 0, password === again),
  }
}

const KINDS = { DIGIT: /\d/, LETTER: /[A-Za-z]/, SYMBOL: /[^A-Za-z\d]/ }

/** Whether the password meets each rule of a guide. */
export function judgeBy(rules: GuideRules, password: string): Record<'length' | 'characters' | 'kinds' | 'sequence' | 'repeats', boolean> {
  const kinds = [/\d/, /[a-z]/, /[A-Z]/, KINDS.SYMBOL].filter((kind) => kind.test(password)).length
  return {
    length: password.length >= rules.lengthMin && password.length <= rules.lengthMax,
    characters: /^[\x21-\x7e]*$/.test(password),
    kinds: rules.required.every((kind) => KINDS[kind].test(password)) && kinds >= rules.kindsMin,
    sequence: !hasRun(password, rules.sequenceMax),
    repeats: !hasRepeats(password, rules.repeatMax),
  }
}
