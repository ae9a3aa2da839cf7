-- From which amount cardholders sign, and since when: a receipt goes by what held when its transaction came.
CREATE TABLE fleet.signature_limit (
  since    timestamptz NOT NULL CONSTRAINT signature_limit_since_once PRIMARY KEY,
  from_fen bigint      NOT NULL CONSTRAINT signature_limit_not_negative CHECK (from_fen >= 0)
);
CALL migration.append_only('fleet.signature_limit');
