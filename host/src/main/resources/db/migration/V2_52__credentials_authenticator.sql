-- Authenticator applications of terminals' operators: their codes count where a code by SMS does. The vault has sealed the secret.
CREATE TABLE credentials.authenticator (
  subject         text        NOT NULL CONSTRAINT authenticator_one_each PRIMARY KEY,
  terminal_id     text        NOT NULL,
  operator_number text        NOT NULL,
  secret          bytea       NOT NULL,
  last_step       bigint,                  -- of 30 seconds, used last, at whatever terminal; null: no code of it was confirmed yet
  failures        integer     NOT NULL DEFAULT 0 CONSTRAINT authenticator_failures_counted CHECK (failures >= 0),
  enrolled_at     timestamptz NOT NULL
);
CREATE INDEX authenticator_of_terminal ON credentials.authenticator (terminal_id);
