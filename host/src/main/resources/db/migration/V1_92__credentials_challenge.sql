-- Codes and fingerprints: what was asked for one transaction, and how it went. No code is kept, only its verifier.
CREATE TABLE credentials.challenge (
  challenge_id    uuid        NOT NULL CONSTRAINT challenge_known_by_id PRIMARY KEY,
  factor          text        NOT NULL CONSTRAINT challenge_factor_known CHECK (factor IN ('ONE_TIME_CODE', 'FINGERPRINT')),
  merchant_id     text        NOT NULL,
  terminal_id     text        NOT NULL,
  batch_number    integer     NOT NULL,
  trace_number    integer     NOT NULL,
  kind            text        NOT NULL,
  amount_minor    bigint      NOT NULL CONSTRAINT challenge_amount_in_range CHECK (amount_minor BETWEEN 0 AND 999999999999),
  currency        text        NOT NULL DEFAULT '156' CONSTRAINT challenge_currency_is_yuan CHECK (currency = '156'),
  operator_number text        NOT NULL,
  salt            bytea       CONSTRAINT challenge_code_has_salt CHECK ((factor = 'ONE_TIME_CODE') = (salt IS NOT NULL)),
  mac             bytea       CONSTRAINT challenge_code_has_mac CHECK ((salt IS NULL) = (mac IS NULL)),
  nonce           bytea       CONSTRAINT challenge_fingerprint_has_nonce CHECK ((factor = 'FINGERPRINT') = (nonce IS NOT NULL)),
  proven_by       text,
  handle_digest   bytea       CONSTRAINT challenge_proof_has_handle CHECK ((proven_by IS NULL) = (handle_digest IS NULL)),
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  tries_left      integer     NOT NULL CONSTRAINT challenge_tries_in_range CHECK (tries_left BETWEEN 0 AND 5),
  sent            integer     NOT NULL,
  retry           boolean     NOT NULL DEFAULT false,   -- tried and wrong: the next transaction may try again
  used_at         timestamptz
);
CREATE INDEX challenge_of_terminal ON credentials.challenge (terminal_id, created_at DESC);

-- The masked phone that an answer named, for the same answer again.
ALTER TABLE credentials.request ADD COLUMN phone_masked text;
