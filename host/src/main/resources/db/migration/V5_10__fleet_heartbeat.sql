-- What each terminal has said of itself last. Written once a minute and terminal: room is left in each page, so that the new row stays beside the old.
CREATE TABLE fleet.heartbeat (
  terminal_id        text        NOT NULL CONSTRAINT heartbeat_one_each PRIMARY KEY REFERENCES fleet.terminal,
  device_key_hash    bytea       NOT NULL,
  sequence           bigint      NOT NULL CONSTRAINT heartbeat_sequence_positive CHECK (sequence >= 0),
  digest             bytea       NOT NULL,
  -- by the terminal's clock, by the host's
  sent_at            timestamptz NOT NULL,
  received_at        timestamptz NOT NULL,
  uptime_seconds     bigint      NOT NULL,
  software_version   text        NOT NULL,
  software_slot      text        NOT NULL,
  parameters_version bigint      NOT NULL,
  model              text        NOT NULL,
  battery_percent    integer     CONSTRAINT heartbeat_battery_in_range CHECK (battery_percent BETWEEN 0 AND 100),
  charging           boolean,
  paper              text        NOT NULL CONSTRAINT heartbeat_paper_known CHECK (paper IN ('OK', 'LOW', 'OUT', 'NONE')),
  network_kind       text,
  signal_dbm         integer,
  latitude_microdegrees  integer,
  longitude_microdegrees integer,
  accuracy_metres    integer,
  tamper             text[]      NOT NULL,
  -- since when flags are up that nobody has looked into
  tampered_at        timestamptz,
  waiting_messages   integer     NOT NULL,
  batch              text,
  signed_in          boolean     NOT NULL,
  order_sequence     bigint      NOT NULL,
  checkpoint_size    bigint      NOT NULL,
  CONSTRAINT heartbeat_position_whole CHECK ((latitude_microdegrees IS NULL) = (longitude_microdegrees IS NULL) AND (latitude_microdegrees IS NULL) = (accuracy_metres IS NULL))
) WITH (fillfactor = 50);
