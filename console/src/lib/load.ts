import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<unknown>
  busy: Ref<boolean>
  /** @param background nobody asked: the page refreshes itself */
  load(background?: boolean): Promise<void>
}

/**
 * One thing that a page shows, with its loading and error states. A newer load cancels an older one, so that the
 * answer to yesterday's question never covers today's. What was shown stays while the next is on its way.
 */
export function useLoad<T>(fetcher: (ask: { signal: AbortSignal; background: boolean }) => Promise<T>): Loaded<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<unknown>()
  const busy = ref(false)
  let current: AbortController | undefined

  async function load(background = false): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    busy.value = !background
    try {
      const got = await fetcher({ signal: mine.signal, background })
      if (current !== mine) return
      data.value = got
      problem.value = undefined
    } catch (cause) {
      if (current !== mine) return
      if (!background || !data.value) problem.value = cause // a refresh that failed leaves what is shown; the next one may succeed
    } finally {
      if (current === mine) busy.value = false
    }
  }

  onScopeDispose(() => {
    current?.abort()
    current = undefined
  })
  return { data, problem, busy, load }
}
