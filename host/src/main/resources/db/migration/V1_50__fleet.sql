-- Terminals: the register, one-time activation, and the working keys of a sign-in.
CALL migration.module('fleet');

CREATE TABLE fleet.terminal (
  terminal_id            text        NOT NULL CONSTRAINT terminal_number_once PRIMARY KEY,
  merchant_id            text        NOT NULL,
  serial_number          text        NOT NULL CONSTRAINT terminal_serial_once UNIQUE,
  model                  text        NOT NULL,
  state                  text        NOT NULL CONSTRAINT terminal_state_known CHECK (state IN ('REGISTERED', 'ACTIVATED', 'RETIRED')),
  -- of the keys that it has, or that it was registered for
  profile                text        NOT NULL CONSTRAINT terminal_profile_known CHECK (profile IN ('tdes', 'aes', 'sm4')),
  step_up                text        NOT NULL CONSTRAINT terminal_step_up_known CHECK (step_up IN ('online', 'local')),
  batch_number           integer     NOT NULL CONSTRAINT terminal_batch_in_range CHECK (batch_number BETWEEN 1 AND 999999),
  device_key_hash        bytea       CONSTRAINT terminal_device_key_once UNIQUE,
  master_key             text,
  master_key_check_value text,
  credential_key         text,
  created_at             timestamptz NOT NULL,
  activated_at           timestamptz,
  CONSTRAINT terminal_activated_has_keys CHECK (state <> 'ACTIVATED' OR (master_key IS NOT NULL AND credential_key IS NOT NULL))
);
CREATE INDEX terminal_by_merchant ON fleet.terminal (merchant_id);

-- Terminal numbers that are handed out, in order.
CREATE TABLE fleet.terminal_number (
  only_row boolean NOT NULL PRIMARY KEY DEFAULT true CONSTRAINT terminal_number_one_row CHECK (only_row),
  next     integer NOT NULL CONSTRAINT terminal_number_in_range CHECK (next BETWEEN 1 AND 99999999)
);
INSERT INTO fleet.terminal_number (next) VALUES (1);

CREATE TABLE fleet.activation (
  terminal_id  text        NOT NULL CONSTRAINT activation_one_open PRIMARY KEY REFERENCES fleet.terminal,
  sealed_code  bytea       NOT NULL,
  profile      text        NOT NULL CONSTRAINT activation_profile_known CHECK (profile IN ('tdes', 'aes', 'sm4')),
  expires_at   timestamptz NOT NULL,
  wrong_proofs integer     NOT NULL DEFAULT 0,
  used_by      bytea,
  -- each proof is good once: a recorded request must not replace the keys that the device has
  spent_proofs bytea[]     NOT NULL DEFAULT '{}'
);

CREATE TABLE fleet.sign_in (
  terminal_id  text        NOT NULL CONSTRAINT sign_in_one_each PRIMARY KEY REFERENCES fleet.terminal,
  pin_key      text        NOT NULL,
  mac_key      text        NOT NULL,
  data_key     text,
  signed_in_at timestamptz NOT NULL
);

-- Written often and apart from the rest, so that the register stays still.
CREATE TABLE fleet.presence (
  terminal_id  text        NOT NULL CONSTRAINT presence_one_each PRIMARY KEY REFERENCES fleet.terminal,
  last_seen_at timestamptz NOT NULL
);
