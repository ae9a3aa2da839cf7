import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { ApiProblem } from '@/api/client'

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<unknown>
  busy: Ref<boolean>
  /** There is no such thing. */
  missing: ComputedRef<boolean>
  /** @param background nobody asked: the page refreshes itself */
  load(background?: boolean): Promise<void>
  /** For another thing: of the one before nothing stays. */
  loadAnew(): Promise<void>
}

/**
 * One thing that a page shows, with its loading and error states. A newer load cancels an older one, so that the
 * answer to yesterday's question never covers today's. What was shown stays while the next is on its way.
 */
export function useLoad<T>(fetcher: (ask: { signal: AbortSignal; background: boolean }) => Promise<T>): Loaded<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<unknown>()
  const busy = ref(false)
  const missing = computed(() => problem.value instanceof ApiProblem && problem.value.status === 404)
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

  function loadAnew(): Promise<void> {
    data.value = undefined
    problem.value = undefined
    return load()
  }

  onScopeDispose(() => {
    current?.abort()
    current = undefined
  })
  return { data, problem, busy, missing, load, loadAnew }
}
