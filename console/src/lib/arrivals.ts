import { onScopeDispose, ref, type Ref } from 'vue'

/** Remembers for a moment which rows have just come or changed, so that they may light up. */
const GLOW_MILLIS = 2400

export function useArrivals(): { fresh: Ref<ReadonlySet<string>>; note(id: string): void } {
  const fresh = ref<ReadonlySet<string>>(new Set())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function note(id: string): void {
    clearTimeout(timers.get(id))
    const noted = new Set(fresh.value)
    noted.delete(id) // the latest stands last
    fresh.value = noted.add(id)
    timers.set(id, setTimeout(() => {
      timers.delete(id)
      const rest = new Set(fresh.value)
      rest.delete(id)
      fresh.value = rest
    }, GLOW_MILLIS))
  }

  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))
  return { fresh, note }
}

/** The list with `row` in it: in its place if it was there, first if it is new; never longer than `max`. */
export function merged<T extends { id: string }>(rows: readonly T[], row: T, max: number): T[] {
  return rows.some((one) => one.id === row.id) ? rows.map((one) => (one.id === row.id ? row : one)) : [row, ...rows].slice(0, max)
}
