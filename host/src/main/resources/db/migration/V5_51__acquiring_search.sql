-- What people search the journal by: the last four digits of a card, an amount, a voucher number, an approval code, a terminal, a merchant. Each index has the newest first, so
-- that a page is read from its beginning however many rows fit. A reference number is found by its first digits, too.
CREATE INDEX transaction_by_card_end ON acquiring.transaction (right(card_masked, 4), received_at DESC);
CREATE INDEX transaction_by_amount ON acquiring.transaction (amount_minor, received_at DESC);
CREATE INDEX transaction_by_trace ON acquiring.transaction (trace_number, received_at DESC);
CREATE INDEX transaction_by_approval ON acquiring.transaction (auth_code, received_at DESC) WHERE auth_code IS NOT NULL;
CREATE INDEX transaction_by_terminal ON acquiring.transaction (terminal_id, received_at DESC);
CREATE INDEX transaction_by_merchant ON acquiring.transaction (merchant_id, received_at DESC);
DROP INDEX acquiring.transaction_reference;
CREATE INDEX transaction_reference ON acquiring.transaction (rrn text_pattern_ops);
