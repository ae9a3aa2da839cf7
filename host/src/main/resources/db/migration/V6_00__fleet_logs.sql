ALTER TABLE fleet.terminal_order DROP CONSTRAINT terminal_order_kind_known;
ALTER TABLE fleet.terminal_order ADD CONSTRAINT terminal_order_kind_known CHECK (kind IN ('LOCK', 'UNLOCK', 'FORCE_SIGN_OFF', 'REBOOT', 'UPLOAD_LOGS',
  'REFRESH_PARAMETERS', 'WIPE_KEYS', 'SHOW_MESSAGE', 'SCREENSHOT'));

-- What a terminal sends of its log because it was ordered to: one upload an order.
CREATE TABLE fleet.log_upload (
  order_id    uuid        NOT NULL CONSTRAINT log_upload_one_an_order PRIMARY KEY REFERENCES fleet.terminal_order,
  terminal_id text        NOT NULL REFERENCES fleet.terminal,
  log         text        NOT NULL CONSTRAINT log_upload_log_named CHECK (log ~ '^[0-9a-f]{12}$'),
  file_name   text        NOT NULL CONSTRAINT log_upload_file_name_is_no_path CHECK (file_name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' AND file_name !~ '\.\.'),
  parts       int         NOT NULL DEFAULT 0 CONSTRAINT log_upload_parts_counted CHECK (parts >= 0),
  text_bytes  bigint      NOT NULL DEFAULT 0 CONSTRAINT log_upload_bytes_counted CHECK (text_bytes >= 0),
  lines       bigint      NOT NULL DEFAULT 0 CONSTRAINT log_upload_lines_counted CHECK (lines >= 0),
  last_number bigint      NOT NULL DEFAULT 0,
  scrubbed    bigint      NOT NULL DEFAULT 0 CONSTRAINT log_upload_scrubbed_counted CHECK (scrubbed >= 0),
  begun_at    timestamptz NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX log_upload_of_terminal ON fleet.log_upload (terminal_id, begun_at DESC);
CREATE INDEX log_upload_ages ON fleet.log_upload (begun_at);

-- The parts of an upload that came, by their hash. Their text is not kept: its lines are.
CREATE TABLE fleet.log_part (
  order_id uuid  NOT NULL REFERENCES fleet.log_upload ON DELETE CASCADE,
  number   int   NOT NULL CONSTRAINT log_part_numbered CHECK (number > 0),
  sha256   bytea NOT NULL CONSTRAINT log_part_hash_whole CHECK (length(sha256) = 32),
  CONSTRAINT log_part_once PRIMARY KEY (order_id, number)
);

-- Lines as they were scrubbed here. One that comes again with a later upload belongs to that from then on.
CREATE TABLE fleet.log_line (
  order_id    uuid        NOT NULL REFERENCES fleet.log_upload ON DELETE CASCADE,
  terminal_id text        NOT NULL,
  log         text        NOT NULL,
  number      bigint      NOT NULL CONSTRAINT log_line_numbered CHECK (number > 0),
  at          timestamptz NOT NULL,
  level       text        NOT NULL CONSTRAINT log_line_level_known CHECK (level IN ('INFO', 'WARN', 'ERROR')),
  source      text        NOT NULL CONSTRAINT log_line_source_named CHECK (source ~ '^[a-z][A-Za-z.-]{0,31}$'),
  text        text        NOT NULL CONSTRAINT log_line_bounded CHECK (char_length(text) <= 1000),
  words       tsvector    NOT NULL,
  CONSTRAINT log_line_once PRIMARY KEY (terminal_id, log, number)
);
CREATE INDEX log_line_of_upload ON fleet.log_line (order_id);
CREATE INDEX log_line_by_time ON fleet.log_line (at DESC);
CREATE INDEX log_line_of_terminal ON fleet.log_line (terminal_id, at DESC);
CREATE INDEX log_line_words ON fleet.log_line USING gin (words);

-- What stood on a terminal's screen, as rows of text.
CREATE TABLE fleet.terminal_screen (
  order_id    uuid        NOT NULL CONSTRAINT terminal_screen_one_an_order PRIMARY KEY REFERENCES fleet.terminal_order,
  terminal_id text        NOT NULL REFERENCES fleet.terminal,
  screen      text        NOT NULL,
  shown_at    timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  rows        jsonb       NOT NULL CONSTRAINT terminal_screen_bounded CHECK (jsonb_array_length(rows) BETWEEN 1 AND 60),
  scrubbed    int         NOT NULL CONSTRAINT terminal_screen_scrubbed_counted CHECK (scrubbed >= 0)
);
CREATE INDEX terminal_screen_of_terminal ON fleet.terminal_screen (terminal_id, received_at DESC);
CREATE INDEX terminal_screen_ages ON fleet.terminal_screen (received_at);
