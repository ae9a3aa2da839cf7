import { defineStore } from 'pinia'
import { onScopeDispose, ref } from 'vue'
import { ApiProblem, api, url } from '@/api/client'
import type { Batch, CredentialAlert, FiredAlert, JournalExport, Terminal, Transaction } from '@/api/types'

export type LiveState = 'off' | 'connecting' | 'live' | 'lost'
interface Events {
  transaction: Transaction
  batch: Batch
  terminal: Terminal
  'credential-alert': CredentialAlert
  alert: FiredAlert
  maintenance: { tickets: number }
  export: Pick<JournalExport, 'exportId' | 'state' | 'rowsDone' | 'rowsTotal'>
}
type Listener<K extends keyof Events> = (data: Events[K]) => void

const RETRY_MILLIS = 5000
/** The host ends a stream every few minutes and the browser comes back at once: that is no loss worth a word. */
const LOST_AFTER_MILLIS = 8000

/**
 * The host's event stream: one connection for all pages, open while somebody listens. The browser reconnects a broken
 * line by itself; after a refusal we ask who we are (which ends the session on our side if it has ended there) and try again.
 * `gaps` counts the breaks that are over: a page that watches it reads again what it may have missed.
 */
export const useLive = defineStore('live', () => {
  const state = ref<LiveState>('off')
  const gaps = ref(0)
  const listeners = { transaction: new Set<Listener<'transaction'>>(), batch: new Set<Listener<'batch'>>(), terminal: new Set<Listener<'terminal'>>(), 'credential-alert': new Set<Listener<'credential-alert'>>(), alert: new Set<Listener<'alert'>>(), maintenance: new Set<Listener<'maintenance'>>(), export: new Set<Listener<'export'>>() }
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let lost: ReturnType<typeof setTimeout> | undefined
  let broken = false

  function open(): void {
    if (state.value === 'off') state.value = 'connecting'
    source = new EventSource(url('/events'))
    source.onopen = () => {
      clearTimeout(lost)
      lost = undefined
      state.value = 'live'
      if (broken) gaps.value++
      broken = false
    }
    source.onerror = () => {
      broken = true
      lost ??= setTimeout(() => (state.value = 'lost'), LOST_AFTER_MILLIS)
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(() => void reopen(), RETRY_MILLIS)
    }
    source.addEventListener('transaction', (event) => tell('transaction', event))
    source.addEventListener('batch', (event) => tell('batch', event))
    source.addEventListener('terminal', (event) => tell('terminal', event))
    source.addEventListener('credential-alert', (event) => tell('credential-alert', event))
    source.addEventListener('alert', (event) => tell('alert', event))
    source.addEventListener('maintenance', (event) => tell('maintenance', event))
    source.addEventListener('export', (event) => tell('export', event))
  }

  function tell<K extends keyof Events>(name: K, event: MessageEvent<string>): void {
    const data = JSON.parse(event.data) as Events[K]
    for (const listener of listeners[name] as Set<Listener<K>>) listener(data)
  }

  async function reopen(): Promise<void> {
    try {
      await api.get('/session', {}, { background: true })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.status === 401) return close()
    }
    if (!source) return // nobody listens any more
    source.close()
    open()
  }

  function close(): void {
    clearTimeout(retry)
    clearTimeout(lost)
    lost = undefined
    broken = false
    source?.close()
    source = undefined
    state.value = 'off'
  }

  /** Calls `listener` for each event until the calling component goes. */
  function listen<K extends keyof Events>(name: K, listener: Listener<K>): void {
    const those = listeners[name] as Set<Listener<K>>
    those.add(listener)
    if (!source) open()
    onScopeDispose(() => {
      those.delete(listener)
      if (Object.values(listeners).every((set) => !set.size)) close()
    })
  }

  return { state, gaps, listen }
})
