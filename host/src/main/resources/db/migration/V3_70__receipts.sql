-- Signatures that cardholders have written on a terminal's screen, and links to receipts.
CALL migration.module('receipts');

-- Encrypted under the data key, bound to the transaction. A signature is written once.
CREATE TABLE receipts.signature (
  merchant_id      text        NOT NULL,
  terminal_id      text        NOT NULL,
  batch_number     integer     NOT NULL,
  trace_number     integer     NOT NULL,
  signature_sealed bytea       NOT NULL,
  received_at      timestamptz NOT NULL,
  CONSTRAINT signature_once PRIMARY KEY (merchant_id, terminal_id, batch_number, trace_number)
);
CALL migration.append_only('receipts.signature');

-- What a customer opens without a login: only a hash of the token.
CREATE TABLE receipts.link (
  token_hash   bytea       NOT NULL CONSTRAINT link_once PRIMARY KEY CONSTRAINT link_hash_length CHECK (octet_length(token_hash) = 32),
  merchant_id  text        NOT NULL,
  terminal_id  text        NOT NULL,
  batch_number integer     NOT NULL,
  trace_number integer     NOT NULL,
  by_sms       boolean     NOT NULL,
  made_at      timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL CONSTRAINT link_expires_after_it_was_made CHECK (expires_at > made_at)
);
CREATE INDEX link_by_transaction ON receipts.link (merchant_id, terminal_id, batch_number, trace_number);
CREATE INDEX link_by_time ON receipts.link (expires_at);
