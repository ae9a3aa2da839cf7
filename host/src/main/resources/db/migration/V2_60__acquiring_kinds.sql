-- Voids, refunds, pre-authorizations, their voids and completions: the same journal. What follows another names it.
ALTER TABLE acquiring.transaction
  DROP CONSTRAINT transaction_kind_known,
  ADD CONSTRAINT transaction_kind_known CHECK (kind IN ('SALE', 'VOID', 'REFUND', 'PRE_AUTH', 'PRE_AUTH_VOID', 'COMPLETION', 'REVERSAL_OF_UNKNOWN')),
  ADD COLUMN original_terminal_id  text,
  ADD COLUMN original_batch_number integer,
  ADD COLUMN original_trace_number integer,
  ADD CONSTRAINT transaction_original_whole CHECK (num_nulls(original_terminal_id, original_batch_number, original_trace_number) IN (0, 3)),
  ADD CONSTRAINT transaction_follow_up_has_original CHECK (CASE
    WHEN kind IN ('VOID', 'REFUND', 'PRE_AUTH_VOID', 'COMPLETION') THEN original_terminal_id IS NOT NULL OR state = 'DECLINED'
    ELSE original_terminal_id IS NULL END),
  ADD CONSTRAINT transaction_original_known FOREIGN KEY (merchant_id, original_terminal_id, original_batch_number, original_trace_number)
    REFERENCES acquiring.transaction (merchant_id, terminal_id, batch_number, trace_number);

CREATE INDEX transaction_followed ON acquiring.transaction (merchant_id, original_terminal_id, original_batch_number, original_trace_number)
  WHERE original_terminal_id IS NOT NULL;
-- A sale is voided once, a pre-authorization voided or completed once, whatever the program thinks.
CREATE UNIQUE INDEX transaction_ended_once ON acquiring.transaction (merchant_id, original_terminal_id, original_batch_number, original_trace_number)
  WHERE kind IN ('VOID', 'PRE_AUTH_VOID', 'COMPLETION') AND state IN ('PENDING', 'APPROVED', 'IN_DOUBT', 'REVERSING');
-- A refund names its original by reference number, what follows a pre-authorization by code.
CREATE INDEX transaction_reference ON acquiring.transaction (rrn);
CREATE INDEX transaction_pre_auth_code ON acquiring.transaction (merchant_id, auth_code) WHERE kind = 'PRE_AUTH';
