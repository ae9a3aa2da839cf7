-- Numbers of wallets' notices, so that none counts twice. They are forgotten once a notice would be too old anyway.
CREATE TABLE acquiring.wallet_notice (
  nonce       text        NOT NULL CONSTRAINT wallet_notice_once PRIMARY KEY,
  received_at timestamptz NOT NULL
);
CREATE INDEX wallet_notice_received ON acquiring.wallet_notice (received_at);
