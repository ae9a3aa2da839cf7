-- The journals that were there before the column: each says the channel of its transaction, as the check compares them. The trigger holds off everybody
-- but the owner, who puts this right once.
ALTER TABLE ledger.journal DISABLE TRIGGER append_only;

UPDATE ledger.journal SET channel = transaction.channel
FROM acquiring.transaction
WHERE journal.merchant_id = transaction.merchant_id
  AND regexp_replace(journal.journal_key, '^rev:', '') = concat_ws('.', transaction.terminal_id, lpad(transaction.batch_number::text, 6, '0'), lpad(transaction.trace_number::text, 6, '0'))
  AND transaction.channel <> journal.channel;

ALTER TABLE ledger.journal ENABLE TRIGGER append_only;
