-- Exports of the journal. The file lies here in parts, so that any host serves it, and goes with its row.
CREATE TABLE monitoring.export (
  export_id  uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT export_once PRIMARY KEY,
  owner      text        NOT NULL,
  format     text        NOT NULL CONSTRAINT export_format_known CHECK (format IN ('CSV', 'XLSX')),
  search     jsonb       NOT NULL,
  state      text        NOT NULL CONSTRAINT export_state_known CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  reason     text        CONSTRAINT export_failure_has_reason CHECK ((state = 'FAILED') = (reason IS NOT NULL)),
  rows_done  bigint      NOT NULL DEFAULT 0,
  rows_total bigint,                                   -- once counted
  bytes      bigint      NOT NULL DEFAULT 0,
  host       text        CONSTRAINT export_running_has_host CHECK (state <> 'RUNNING' OR host IS NOT NULL),
  alive_at   timestamptz,
  created_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX export_of_owner ON monitoring.export (owner, created_at DESC);
CREATE INDEX export_waiting ON monitoring.export (created_at) WHERE state IN ('WAITING', 'RUNNING');

CREATE TABLE monitoring.export_part (
  export_id uuid    NOT NULL CONSTRAINT export_part_of_export REFERENCES monitoring.export ON DELETE CASCADE,
  number    integer NOT NULL,
  content   bytea   NOT NULL,
  CONSTRAINT export_part_once PRIMARY KEY (export_id, number)
);
