-- Balance inquiries, offline sales, top-ups, completions by notice and the void of a completion; what was asked for if less was approved; texts for the receipt.
ALTER TABLE acquiring.transaction
  DROP CONSTRAINT transaction_kind_known,
  ADD CONSTRAINT transaction_kind_known CHECK (kind IN ('BALANCE', 'SALE', 'OFFLINE_SALE', 'VOID', 'REFUND', 'PRE_AUTH', 'PRE_AUTH_TOP_UP', 'PRE_AUTH_VOID', 'COMPLETION',
    'COMPLETION_NOTICE', 'COMPLETION_VOID', 'REVERSAL_OF_UNKNOWN')),
  DROP CONSTRAINT transaction_follow_up_has_original,
  ADD CONSTRAINT transaction_follow_up_has_original CHECK (CASE
    WHEN kind IN ('VOID', 'REFUND', 'PRE_AUTH_TOP_UP', 'PRE_AUTH_VOID', 'COMPLETION', 'COMPLETION_NOTICE', 'COMPLETION_VOID')
    THEN original_terminal_id IS NOT NULL OR state = 'DECLINED'
    ELSE original_terminal_id IS NULL END),
  ADD COLUMN asked_minor bigint CONSTRAINT transaction_part_is_less CHECK (asked_minor > amount_minor),
  ADD COLUMN receipt_texts text,
  ADD CONSTRAINT transaction_question_moves_nothing CHECK (kind <> 'BALANCE' OR amount_minor = 0 AND state IN ('PENDING', 'APPROVED', 'DECLINED'));

DROP INDEX acquiring.transaction_ended_once;
CREATE UNIQUE INDEX transaction_ended_once ON acquiring.transaction (merchant_id, original_terminal_id, original_batch_number, original_trace_number)
  WHERE kind IN ('VOID', 'PRE_AUTH_VOID', 'COMPLETION', 'COMPLETION_NOTICE', 'COMPLETION_VOID') AND state IN ('PENDING', 'APPROVED', 'IN_DOUBT', 'REVERSING');
