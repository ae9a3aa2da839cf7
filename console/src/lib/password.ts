// The console's password rules that a page can judge while one types. The host judges all of them, and has the last word.

export const LENGTH_MIN = 12
const RUN_MIN = 3

export type RuleName = 'length' | 'letterAndDigit' | 'sequence' | 'repeats' | 'username' | 'differs' | 'matches'
export type Verdict = 'open' | 'met' | 'broken'

const KEYBOARD = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '147', '258', '369', '789', '456', '123']

/** Whether three neighbours of the alphabet, the digits or the keyboard stand in a row, forwards or backwards. */
export function hasRun(text: string): boolean {
  const lower = text.toLowerCase()
  for (let at = 0; at + RUN_MIN <= lower.length; at++) {
    const piece = lower.slice(at, at + RUN_MIN)
    const turned = [...piece].reverse().join('')
    if (KEYBOARD.some((row) => row.includes(piece) || row.includes(turned))) return true
  }
  return false
}

export const hasRepeat = (text: string) => /(.)\1\1/u.test(text)

export function judge(password: string, again: string, current: string, username: string): Record<RuleName, Verdict> {
  const when = (known: boolean, met: boolean): Verdict => (!known ? 'open' : met ? 'met' : 'broken')
  const typed = password.length > 0
  return {
    length: when(typed, [...password].length >= LENGTH_MIN),
    letterAndDigit: when(typed, /\p{L}/u.test(password) && /\d/.test(password)),
    sequence: when(typed, !hasRun(password)),
    repeats: when(typed, !hasRepeat(password)),
    username: when(typed && !!username, !password.toLowerCase().includes(username.toLowerCase())),
    differs: when(typed && !!current, password !== current),
    matches: when(again.length > 0, password === again),
  }
}
