import { describe, expect, it } from 'vitest'
import type { MinuteFigures } from '@/api/types'
import { livePart, total } from '@/lib/chart'

const hour = (...busy: number[]): MinuteFigures[] => Array.from({ length: 60 }, (_, n) => ({
  at: new Date(Date.UTC(2026, 6, 1, 1, n)).toISOString(), approved: busy.includes(n) ? 2 : 0, declined: 0, inDoubt: 0, reversed: busy.includes(n) ? 1 : 0,
}))

describe('the last minutes', () => {
  it.each([[[59], 15], [[45], 15], [[44], 30], [[30, 59], 30], [[29], 60], [[0, 59], 60], [[], 60]])('busyMinutes_%j_areShownIn_%i', (busy, length) => {
    const shown = livePart(hour(...busy))
    expect(shown).toHaveLength(length)
    expect(shown.at(-1)?.at).toBe('2026-07-01T01:59:00.000Z')
    expect(shown.filter((one) => total(one) > 0)).toHaveLength(busy.length)
  })

  it('everyOutcome_counts', () => {
    expect(total({ at: '', approved: 1, declined: 10, inDoubt: 100, reversed: 1000 })).toBe(1111)
  })
})
