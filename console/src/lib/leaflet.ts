import { url } from '@/api/client'
import { locale } from '@/i18n'

/** Where a merchant's password guide is to be had as PDF, in the language of the page: the browser shows it by itself. */
export const leafletOf = (merchantId: string): string => url(`/guidance/${merchantId}/leaflet.pdf`, { language: locale.value === 'en' ? 'en' : 'zh' })
