-- The transaction journal. A row is durable before anything leaves for the network, and closed before the terminal is answered.
CALL migration.module('acquiring');

CREATE TABLE acquiring.transaction (
  merchant_id       text        NOT NULL,
  terminal_id       text        NOT NULL,
  batch_number      integer     NOT NULL,
  trace_number      integer     NOT NULL,
  kind              text        NOT NULL CONSTRAINT transaction_kind_known CHECK (kind IN ('SALE', 'REVERSAL_OF_UNKNOWN')),
  amount_minor      bigint      NOT NULL CONSTRAINT transaction_amount_in_range CHECK (amount_minor BETWEEN 0 AND 999999999999),
  card_masked       text,
  card_index        bytea,
  card_sealed       bytea,
  entry_mode        text,
  operator_number   text,
  factors           text        NOT NULL,
  request_digest    bytea       NOT NULL,
  state             text        NOT NULL CONSTRAINT transaction_state_known
                    CHECK (state IN ('PENDING', 'APPROVED', 'DECLINED', 'IN_DOUBT', 'REVERSING', 'REVERSED', 'UNKNOWN_ORIGINAL')),
  response_code     text        CONSTRAINT transaction_closed_has_code CHECK (state = 'PENDING' OR response_code IS NOT NULL),
  auth_code         text,
  wanted_factors    text        NOT NULL DEFAULT '',
  tries_left        integer,
  rrn               text,
  network_trace     integer,
  transmission_time text,
  business_date     date        NOT NULL,
  received_at       timestamptz NOT NULL,
  closed_at         timestamptz,
  replied_at        timestamptz,
  reversal_reason   text,
  reversal_attempts integer     NOT NULL DEFAULT 0,
  reversal_due_at   timestamptz CONSTRAINT transaction_doubt_is_reversed
                    CHECK (state NOT IN ('IN_DOUBT', 'REVERSING') OR reversal_due_at IS NOT NULL),
  story             jsonb       NOT NULL,
  CONSTRAINT transaction_trace_once PRIMARY KEY (merchant_id, terminal_id, batch_number, trace_number),
  CONSTRAINT transaction_approval_has_code CHECK (state <> 'APPROVED' OR auth_code IS NOT NULL)
) WITH (fillfactor = 50);   -- a row is written, closed and completed within a second: its later versions find room beside the first
CREATE INDEX transaction_recent ON acquiring.transaction (received_at DESC);
CREATE INDEX transaction_unsettled ON acquiring.transaction (merchant_id, reversal_due_at)
  WHERE state IN ('PENDING', 'IN_DOUBT', 'REVERSING');
