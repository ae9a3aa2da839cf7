import type { Ceremony, CeremonyKind } from '@/api/types'

export const MAKING: readonly CeremonyKind[] = ['GENERATE', 'ENTER', 'IMPORT', 'TERMINAL']
export const CHANGING: readonly CeremonyKind[] = ['ACTIVATE', 'REVOKE', 'DESTROY']

/** Purposes of keys that ceremonies make; the host refuses all others. */
export const PURPOSES = [
  'ZONE_MASTER', 'ZONE_PIN', 'ZONE_MAC', 'ZONE_PIN_AES', 'ZONE_PIN_INCOMING', 'ZONE_PIN_INCOMING_AES', 'DUKPT_BASE', 'DUKPT_BASE_AES',
  'PIN_PVV', 'PIN_OFFSET', 'CARD_VALUE_CHECK', 'CARD_VALUE_ISSUE', 'CHIP_CRYPTOGRAM',
] as const

/** What the ceremony is about: a key's name, or a terminal's number. */
export function subject(of: Ceremony): string {
  return of.terminalId ?? (of.version ? `${of.keyName} v${of.version}` : of.keyName ?? '')
}

export const isOpen = (of: Ceremony): boolean => of.state === 'PROPOSED' || of.state === 'APPROVED'

/** In groups of four, as it is read aloud and typed. */
export function inGroups(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ')
}

/** What was typed without its spaces, and whether it can be a part at all. */
export function typedHex(text: string): { hex: string; good: boolean } {
  const hex = text.replace(/\s+/g, '').toUpperCase()
  return { hex, good: /^[0-9A-F]+$/.test(hex) && [16, 32, 48, 64].includes(hex.length) }
}
