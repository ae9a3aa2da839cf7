-- A change of the LMK, the last one newest; and the hosts that take part, so that nobody is left with blocks that it cannot open.
CREATE TABLE keys.master_key_change (
  change_id    bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT master_key_change_once PRIMARY KEY,
  from_key     text        NOT NULL CONSTRAINT master_key_change_from_form CHECK (from_key ~ '^[0-9A-F]{6}$'),
  to_key       text        NOT NULL CONSTRAINT master_key_change_to_form CHECK (to_key ~ '^[0-9A-F]{6}$' AND to_key <> from_key),
  state        text        NOT NULL CONSTRAINT master_key_change_state_known CHECK (state IN ('ANNOUNCED', 'REWRAPPING', 'REWRAPPED', 'RETIRED')),
  rows_total   bigint      NOT NULL DEFAULT 0,
  started_by   text        NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT now(),
  rewrapped_at timestamptz,
  retired_at   timestamptz
);
CREATE UNIQUE INDEX master_key_change_one_open ON keys.master_key_change ((true)) WHERE state <> 'RETIRED';

-- Written every second by each host; the database's clock, since several hosts are compared.
CREATE TABLE keys.host (
  host_id     uuid        NOT NULL CONSTRAINT host_one_each PRIMARY KEY,
  opens       text[]      NOT NULL,
  wraps_under text        NOT NULL,
  seen_at     timestamptz NOT NULL
);
