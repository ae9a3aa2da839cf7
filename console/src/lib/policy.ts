import type { PolicyValue } from '@/api/types'

/** A value of a policy in words: `word` says those that are names. */
export function policyValue(value: PolicyValue, word: (name: string) => string): string {
  if (Array.isArray(value)) return value.length ? value.map(word).join(' + ') : '–'
  if (typeof value === 'boolean') return value ? '✓' : '✕'
  return typeof value === 'number' ? String(value) : word(value)
}
