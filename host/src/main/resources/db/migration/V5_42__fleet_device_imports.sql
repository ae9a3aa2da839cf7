-- Imports of devices from files: how far each is, and what is wrong with which line. Nothing of the file is kept.
CREATE TABLE fleet.device_import (
  import_id      uuid        NOT NULL CONSTRAINT device_import_known_by_id PRIMARY KEY,
  mode           text        NOT NULL CONSTRAINT device_import_mode_known CHECK (mode IN ('TRIAL', 'ALL_OR_NOTHING', 'GOOD_LINES')),
  state          text        NOT NULL CONSTRAINT device_import_state_known CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
  started_by     text        NOT NULL,
  started_at     timestamptz NOT NULL,
  touched_at     timestamptz NOT NULL,
  lines_total    integer     NOT NULL,
  lines_done     integer     NOT NULL DEFAULT 0,
  added          integer     NOT NULL DEFAULT 0,
  applied        boolean     NOT NULL DEFAULT false,
  problems_total integer     NOT NULL DEFAULT 0,
  problems       jsonb       NOT NULL DEFAULT '[]',
  CONSTRAINT device_import_within_its_lines CHECK (lines_done BETWEEN 0 AND lines_total AND added BETWEEN 0 AND lines_total)
);
CREATE INDEX device_import_by_time ON fleet.device_import (started_at);
