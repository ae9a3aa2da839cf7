-- Batches: what a terminal sums up and settles. A row is there from the sign-in that begins a batch; no transaction writes it.
CREATE TABLE acquiring.batch (
  merchant_id      text        NOT NULL,
  terminal_id      text        NOT NULL,
  batch_number     integer     NOT NULL CONSTRAINT batch_number_in_range CHECK (batch_number BETWEEN 1 AND 999999),
  state            text        NOT NULL CONSTRAINT batch_state_known CHECK (state IN ('OPEN', 'UPLOADING', 'SETTLED')),
  opened_at        timestamptz NOT NULL,
  -- of the settlement message that counts
  operator_number  text,
  asked_at         timestamptz,
  domestic_result  text        CONSTRAINT batch_domestic_result_known CHECK (domestic_result IN ('BALANCED', 'UNBALANCED')),
  foreign_result   text        CONSTRAINT batch_foreign_result_known CHECK (foreign_result IN ('BALANCED', 'UNBALANCED')),
  -- how many transactions the terminal said at the end to have uploaded
  announced_count  integer,
  difference_count integer     NOT NULL DEFAULT 0,
  settled_at       timestamptz,
  business_date    date,
  CONSTRAINT batch_once PRIMARY KEY (merchant_id, terminal_id, batch_number),
  CONSTRAINT batch_compared CHECK (state = 'OPEN' OR num_nulls(asked_at, domestic_result, foreign_result) = 0),
  CONSTRAINT batch_settled_has_date CHECK (state <> 'SETTLED' OR num_nulls(settled_at, business_date) = 0)
);
CREATE INDEX batch_recent ON acquiring.batch (opened_at DESC);
-- A terminal has one batch at a time.
CREATE UNIQUE INDEX batch_one_unsettled ON acquiring.batch (merchant_id, terminal_id) WHERE state <> 'SETTLED';

-- What each of the two said the batch comes to.
CREATE TABLE acquiring.batch_total (
  merchant_id  text    NOT NULL,
  terminal_id  text    NOT NULL,
  batch_number integer NOT NULL,
  party        text    NOT NULL CONSTRAINT batch_total_party_known CHECK (party IN ('TERMINAL', 'HOST')),
  origin       text    NOT NULL CONSTRAINT batch_total_origin_known CHECK (origin IN ('DOMESTIC', 'FOREIGN')),
  debit_minor  bigint  NOT NULL,
  debit_count  bigint  NOT NULL,
  credit_minor bigint  NOT NULL,
  credit_count bigint  NOT NULL,
  CONSTRAINT batch_total_once PRIMARY KEY (merchant_id, terminal_id, batch_number, party, origin),
  CONSTRAINT batch_total_of_batch FOREIGN KEY (merchant_id, terminal_id, batch_number) REFERENCES acquiring.batch
);

-- The transactions that the terminal has, line by line, where the totals differ.
CREATE TABLE acquiring.batch_upload (
  merchant_id  text    NOT NULL,
  terminal_id  text    NOT NULL,
  batch_number integer NOT NULL,
  trace_number integer NOT NULL,
  card_masked  text    NOT NULL,
  card_index   bytea   NOT NULL,
  amount_minor bigint  NOT NULL CONSTRAINT batch_upload_amount_in_range CHECK (amount_minor BETWEEN 0 AND 999999999999),
  CONSTRAINT batch_upload_once PRIMARY KEY (merchant_id, terminal_id, batch_number, trace_number),
  CONSTRAINT batch_upload_of_batch FOREIGN KEY (merchant_id, terminal_id, batch_number) REFERENCES acquiring.batch
);

-- What the comparison of both found. It is told to people; nothing is posted for it.
CREATE TABLE acquiring.batch_difference (
  merchant_id    text    NOT NULL,
  terminal_id    text    NOT NULL,
  batch_number   integer NOT NULL,
  trace_number   integer NOT NULL,
  difference     text    NOT NULL CONSTRAINT batch_difference_known CHECK (difference IN ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'CARD_DIFFERS')),
  card_masked    text,
  terminal_minor bigint,
  host_minor     bigint,
  host_state     text,
  CONSTRAINT batch_difference_once PRIMARY KEY (merchant_id, terminal_id, batch_number, trace_number),
  CONSTRAINT batch_difference_of_batch FOREIGN KEY (merchant_id, terminal_id, batch_number) REFERENCES acquiring.batch
);
CALL migration.append_only('acquiring.batch_difference');
