import { beforeEach, describe, expect, it } from 'vitest'
import type { Batch, BatchSide } from '@/api/types'
import { locale } from '@/i18n'
import { credit, debit, outcome } from '@/lib/batch'

const side = (debitFen: number, result: BatchSide['result'] = 'BALANCED'): BatchSide =>
  ({ result, host: { debitFen, debitCount: 1, creditFen: 5, creditCount: 2 }, terminal: null })
const batch = (change: Partial<Batch>): Batch => ({
  id: '104290058120001.00000001.000001', merchantId: '104290058120001', merchantName: '江南小馆', terminalId: '00000001', batch: '000001', state: 'SETTLED', operator: '01',
  openedAt: '2026-07-01T00:00:00Z', askedAt: null, settledAt: null, businessDate: null, domestic: side(100), foreign: side(20), announced: null, differences: 0, ...change,
})

beforeEach(() => {
  locale.value = 'en'
})

describe('a batch in a word', () => {
  it('totals_areOfDomesticAndForeignCardsTogether', () => {
    expect(debit(batch({}))).toEqual({ fen: 120, count: 2 })
    expect(credit(batch({}))).toEqual({ fen: 10, count: 4 })
  })

  it.each([
    [{ state: 'OPEN' }, 'Open', 'info'],
    [{ state: 'UPLOADING', foreign: side(1, 'UNBALANCED') }, 'Uploading', 'wait'],
    [{}, 'Settled', 'ok'],
    [{ domestic: side(1, 'UNBALANCED'), differences: 3 }, '3 differ', 'bad'],
    [{ domestic: side(1, 'UNBALANCED') }, 'Not balanced', 'bad'],
  ] as const)('outcome_%j_is_%s', (change, text, tone) => {
    expect(outcome(batch(change))).toEqual({ text, tone })
  })
})
