import { locale } from '@/i18n'

/** A merchant's name in the reader's language; the Chinese one where there is no other. */
export function merchantName(of: { merchantName: string; merchantNameEn?: string | null }): string {
  return (locale.value === 'en' && of.merchantNameEn) || of.merchantName
}
