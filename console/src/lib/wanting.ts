import { onScopeDispose } from 'vue'
import { useLive } from '@/stores/live'
import { useLoad, type Loaded } from './load'

const LOOK_EACH_MILLIS = 30_000

/** How many things want somebody: asked for at once, at each event of this kind, and now and then, since another host's events do not come here. */
export function useWanting<T>(event: Parameters<ReturnType<typeof useLive>['listen']>[0], ...fetcher: Parameters<typeof useLoad<T>>): Loaded<T> {
  const wanting = useLoad<T>(...fetcher)
  void wanting.load()
  useLive().listen(event, () => void wanting.load(true))
  const look = setInterval(() => void wanting.load(true), LOOK_EACH_MILLIS)
  onScopeDispose(() => clearInterval(look))
  return wanting
}
