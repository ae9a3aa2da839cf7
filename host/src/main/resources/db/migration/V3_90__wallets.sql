-- Payments by code: a wallet that has not decided is asked until it has. What pays is no card: the row has none.
ALTER TABLE acquiring.transaction
  DROP CONSTRAINT transaction_state_known,
  ADD CONSTRAINT transaction_state_known CHECK (state IN ('PENDING', 'WAITING', 'APPROVED', 'DECLINED', 'IN_DOUBT', 'REVERSING', 'REVERSED', 'UNKNOWN_ORIGINAL')),
  ADD COLUMN waits_until timestamptz,
  ADD COLUMN query_due_at timestamptz,
  ADD CONSTRAINT transaction_waiting_is_asked CHECK (state <> 'WAITING' OR query_due_at IS NOT NULL AND channel = 'wallet');
CREATE INDEX transaction_waiting ON acquiring.transaction (merchant_id, query_due_at) WHERE state = 'WAITING';

DROP INDEX acquiring.transaction_ended_once;
CREATE UNIQUE INDEX transaction_ended_once ON acquiring.transaction (merchant_id, original_terminal_id, original_batch_number, original_trace_number)
  WHERE kind IN ('VOID', 'PRE_AUTH_VOID', 'COMPLETION', 'COMPLETION_NOTICE', 'COMPLETION_VOID') AND state IN ('PENDING', 'WAITING', 'APPROVED', 'IN_DOUBT', 'REVERSING');

-- Whose code it is, by the first two digits and the number of digits, from a day on. What no line names is refused.
CREATE TABLE channels.pay_code (
  wallet         text    NOT NULL CONSTRAINT pay_code_wallet_form CHECK (wallet ~ '^[A-Z]{2,20}$'),
  prefix_from    text    NOT NULL CONSTRAINT pay_code_prefix_form CHECK (prefix_from ~ '^[0-9]{2}$'),
  prefix_to      text    NOT NULL,
  digits_min     integer NOT NULL,
  digits_max     integer NOT NULL CONSTRAINT pay_code_digits_in_range CHECK (digits_min BETWEEN 16 AND digits_max AND digits_max <= 24),
  effective_from date    NOT NULL,
  CONSTRAINT pay_code_once_a_day PRIMARY KEY (prefix_from, effective_from),
  CONSTRAINT pay_code_prefixes_in_order CHECK (prefix_to ~ '^[0-9]{2}$' AND prefix_to >= prefix_from)
);
INSERT INTO channels.pay_code VALUES
  ('ALIPAY',   '25', '30', 16, 24, '2020-01-01'),
  ('WECHAT',   '10', '15', 18, 18, '2020-01-01'),
  ('UNIONPAY', '62', '62', 19, 19, '2020-01-01'),
  ('ECNY',     '01', '01', 19, 19, '2020-01-01');

-- What a payment by code costs and brings. What a wallet takes is agreed with it: the row is a default, to be followed by the agreement's.
ALTER TABLE pricing.scheme_rate DROP CONSTRAINT scheme_rate_card_known,
  ADD CONSTRAINT scheme_rate_card_known CHECK (card IN ('DEBIT', 'CREDIT', 'WALLET'));
ALTER TABLE pricing.class_share DROP CONSTRAINT class_share_card_known,
  ADD CONSTRAINT class_share_card_known CHECK (card IN ('DEBIT', 'CREDIT', 'WALLET'));
INSERT INTO pricing.scheme_rate VALUES
  ('ISSUER',  'WALLET', 20000, NULL, '2016-09-06', 'default'),
  ('NETWORK', 'WALLET',     0, NULL, '2016-09-06', 'default'),
  ('BRAND',   'WALLET',     0, NULL, '2016-09-06', 'default');
ALTER TABLE pricing.plan ADD COLUMN wallet_rate_e7 integer NOT NULL DEFAULT 38000 CONSTRAINT plan_wallet_rate_in_range CHECK (wallet_rate_e7 BETWEEN 0 AND 1000000);
ALTER TABLE pricing.plan ALTER COLUMN wallet_rate_e7 DROP DEFAULT;

-- A payment into a static code is told any number of times, and stands once.
CREATE UNIQUE INDEX transaction_static_once ON acquiring.transaction (merchant_id, rrn) WHERE terminal_id = 'QRSTATIC';
