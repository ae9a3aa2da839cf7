import type { Batch, BatchTotals } from '@/api/types'
import { i18n } from '@/i18n'
import { BATCH_TONE, type Tone } from './tone'

const both = (batch: Batch, of: (totals: BatchTotals) => number) => of(batch.domestic.host) + of(batch.foreign.host)

/** What the host has, domestic and foreign cards together. */
export const debit = (batch: Batch) => ({ fen: both(batch, (totals) => totals.debitFen), count: both(batch, (totals) => totals.debitCount) })
export const credit = (batch: Batch) => ({ fen: both(batch, (totals) => totals.creditFen), count: both(batch, (totals) => totals.creditCount) })

const unbalanced = (batch: Batch) => batch.domestic.result === 'UNBALANCED' || batch.foreign.result === 'UNBALANCED'

/** The state in a word; of a settled one that did not balance, that. */
export function outcome(batch: Batch): { tone: Tone; text: string } {
  if (batch.state !== 'SETTLED' || !unbalanced(batch)) return { tone: BATCH_TONE[batch.state], text: i18n.global.t(`batchState.${batch.state}`) }
  return { tone: 'bad', text: batch.differences ? i18n.global.t('batch.differ', { n: batch.differences }) : i18n.global.t('batchResult.UNBALANCED') }
}
