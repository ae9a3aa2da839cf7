import { computed, ref, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api } from '@/api/client'
import type { Page } from '@/api/types'
import { useLoad, type Loaded } from './load'

export const PAGE_SIZES = [20, 50, 100]

/** What is searched, filtered and paged: it lives in the address, so that Back, reload and a sent link all work. */
export interface ListState {
  query: ComputedRef<string>
  page: ComputedRef<number>
  size: ComputedRef<number>
  filter(name: string): string
  set(change: Record<string, string | number | undefined>): void
  filtered: ComputedRef<boolean>
}

export function useListState(filters: readonly string[] = []): ListState {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' ? value : ''
  }
  const query = computed(() => text('q'))
  const page = computed(() => Math.max(0, Math.trunc(Number(text('page'))) || 0))
  const size = computed(() => PAGE_SIZES.find((n) => n === Number(text('size'))) ?? PAGE_SIZES[0]!)
  const filtered = computed(() => !!query.value || filters.some((name) => !!text(name)))

  function set(change: Record<string, string | number | undefined>): void {
    const next: Record<string, string> = {}
    const merged = { q: query.value, size: text('size'), ...Object.fromEntries(filters.map((name) => [name, text(name)])), page: 0, ...change }
    for (const [name, value] of Object.entries(merged)) {
      if (value !== undefined && value !== '' && !(name === 'page' && value === 0)) next[name] = String(value)
    }
    void router.replace({ query: next })
  }

  return { query, page, size, filter: text, set, filtered }
}

/** Loads a page of `path`, again whenever the list's state changes. */
export function usePage<T, P extends Page<T> = Page<T>>(path: string, state: ListState, filters: readonly string[] = []): Loaded<P> {
  const asked = computed(() => ({
    query: state.query.value,
    page: state.page.value,
    size: state.size.value,
    ...Object.fromEntries(filters.map((name) => [name, state.filter(name)])),
  }))
  const route = useRoute()
  const own = route.name
  const list = useLoad((ask) => api.get<P>(path, asked.value, ask))
  const before = ref('')
  watch(asked, (now) => {
    if (route.name !== own) return // on the way to another page
    const key = JSON.stringify(now)
    if (key === before.value) return // the address changed in what is not asked for
    before.value = key
    void list.load()
  }, { immediate: true })
  return list
}

/**
 * A whole card number does not belong in an address or a log. If that is what was typed (13 to 19 digits that satisfy
 * the Luhn check, and not the 15 of a merchant number), its last four are searched instead.
 */
export function safeQuery(typed: string): { query: string; cardCut: boolean } {
  const digits = typed.replace(/[\s-]/g, '')
  const card = /^\d{13,19}$/.test(digits) && digits.length !== 15 && luhn(digits)
  return card ? { query: digits.slice(-4), cardCut: true } : { query: typed.trim(), cardCut: false }
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let n = 0; n < digits.length; n++) {
    let digit = Number(digits[digits.length - 1 - n])
    if (n % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return sum % 10 === 0
}
