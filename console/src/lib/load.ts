import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<unknown>
  busy: Ref<boolean>
  load(): Promise<void>
}

/**
 * One thing that a page shows, with its loading and error states. A newer load cancels an older one, so that the
 * answer to yesterday's question never covers today's. What was shown stays while the next is on its way.
 */
export function useLoad<T>(fetcher: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<unknown>()
  const busy = ref(false)
  let current: AbortController | undefined

  async function load(): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    busy.value = true
    try {
      const got = await fetcher(mine.signal)
      if (current !== mine) return
      data.value = got
      problem.value = undefined
    } catch (cause) {
      if (current !== mine) return
      problem.value = cause
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
