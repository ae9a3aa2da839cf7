-- Fingerprints of operators, as public keys: no finger is known here.
CREATE TABLE fleet.fingerprint (
  credential_id   bytea       NOT NULL CONSTRAINT fingerprint_once PRIMARY KEY,
  terminal_id     text        NOT NULL REFERENCES fleet.terminal,
  operator_number text        NOT NULL,
  passkey         bytea       NOT NULL,
  sign_count      bigint      NOT NULL,
  backup_eligible boolean     NOT NULL,
  backed_up       boolean     NOT NULL,
  enrolled_at     timestamptz NOT NULL,
  used_at         timestamptz
);
CREATE INDEX fingerprint_of_terminal ON fleet.fingerprint (terminal_id, operator_number);

-- Enrolments that were begun: the operator has shown the password, the finger is still to come.
CREATE TABLE fleet.fingerprint_enrolment (
  enrolment_id    uuid        NOT NULL CONSTRAINT fingerprint_enrolment_known_by_id PRIMARY KEY,
  terminal_id     text        NOT NULL REFERENCES fleet.terminal,
  operator_number text        NOT NULL,
  challenge       bytea       NOT NULL,
  expires_at      timestamptz NOT NULL
);

-- Each signed request of a device is good once, for as long as its time is believed.
CREATE TABLE fleet.device_nonce (
  terminal_id text        NOT NULL,
  nonce       bytea       NOT NULL,
  seen_at     timestamptz NOT NULL,
  CONSTRAINT device_nonce_once PRIMARY KEY (terminal_id, nonce)
);
