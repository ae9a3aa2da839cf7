import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import en from './locales/en.json'
import zh from './locales/zh-CN.json'
import type { Locale } from './lib/format'

const KEY = 'shouyin.locale'
export const LOCALES: readonly Locale[] = ['zh-CN', 'en']

function remembered(): Locale {
  try {
    const found = localStorage.getItem(KEY)
    return LOCALES.find((one) => one === found) ?? 'zh-CN'
  } catch {
    return 'zh-CN' // storage is forbidden here: the language is then not remembered
  }
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
  missingWarn: false,
  fallbackWarn: false,
})

export const locale = computed<Locale>({
  get: () => i18n.global.locale.value as Locale,
  set: (chosen) => {
    i18n.global.locale.value = chosen
    document.documentElement.lang = chosen
    try {
      localStorage.setItem(KEY, chosen)
    } catch {
      // As above.
    }
  },
})

document.documentElement.lang = locale.value

/** The text of a key built from data, such as a code of the host, or the fallback if there is none. */
export function textOr(key: string, fallback: string, values: Record<string, unknown> = {}): string {
  return i18n.global.te(key) ? i18n.global.t(key, values) : fallback
}
