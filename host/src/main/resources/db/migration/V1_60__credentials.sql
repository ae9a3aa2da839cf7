-- Passwords: what is kept of them, their history, and the requests that changed them.
CALL migration.module('credentials');

CREATE TABLE credentials.secret (
  subject         text        NOT NULL CONSTRAINT secret_one_each PRIMARY KEY,
  merchant_id     text        NOT NULL,
  terminal_id     text        NOT NULL,
  kind            text        NOT NULL CONSTRAINT secret_kind_known CHECK (kind IN ('OPERATOR', 'TRANSACTION')),
  operator_number text        CONSTRAINT secret_operator_has_number CHECK ((kind = 'OPERATOR') = (operator_number IS NOT NULL)),
  salt            bytea       NOT NULL CONSTRAINT secret_salt_length CHECK (length(salt) = 16),
  mac             bytea       NOT NULL CONSTRAINT secret_mac_length CHECK (length(mac) = 32),
  state           text        NOT NULL CONSTRAINT secret_state_known CHECK (state IN ('INITIAL', 'SET')),
  failures        integer     NOT NULL DEFAULT 0,
  locked_at       timestamptz,
  set_at          timestamptz NOT NULL
);
CREATE INDEX secret_by_terminal ON credentials.secret (terminal_id);

CREATE TABLE credentials.secret_history (
  subject     text        NOT NULL,
  replaced_at timestamptz NOT NULL,
  salt        bytea       NOT NULL,
  mac         bytea       NOT NULL
);
CREATE INDEX secret_history_by_subject ON credentials.secret_history (subject, replaced_at DESC);
CALL migration.append_only('credentials.secret_history');

-- The same request again gets the same answer; other content under the same trace number is refused.
CREATE TABLE credentials.request (
  terminal_id   text        NOT NULL,
  batch_number  integer     NOT NULL,
  trace_number  integer     NOT NULL,
  digest        bytea       NOT NULL,
  response_code text        NOT NULL,
  broken_rules  text        NOT NULL,
  tries_left    integer,
  answered_at   timestamptz NOT NULL,
  CONSTRAINT request_trace_once PRIMARY KEY (terminal_id, batch_number, trace_number)
);
CALL migration.append_only('credentials.request');
