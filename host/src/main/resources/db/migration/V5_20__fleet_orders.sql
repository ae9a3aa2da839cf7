-- A terminal that takes no new transactions: the host refuses them from the commit on, whatever the terminal itself does.
CREATE TABLE fleet.terminal_lock (
  terminal_id text        NOT NULL CONSTRAINT terminal_lock_one_each PRIMARY KEY REFERENCES fleet.terminal,
  since       timestamptz NOT NULL,
  reason      text        NOT NULL CONSTRAINT terminal_lock_says_why CHECK (length(reason) BETWEEN 1 AND 200),
  by          text        NOT NULL
);

-- The number of each terminal's last order.
CREATE TABLE fleet.order_number (
  terminal_id text   NOT NULL CONSTRAINT order_number_one_each PRIMARY KEY REFERENCES fleet.terminal,
  last        bigint NOT NULL CONSTRAINT order_number_in_range CHECK (last BETWEEN 1 AND 9007199254740991)
);

-- What a terminal is told to do. It is kept as it was signed, byte for byte.
CREATE TABLE fleet.terminal_order (
  order_id        uuid        NOT NULL CONSTRAINT terminal_order_known_by_id PRIMARY KEY,
  terminal_id     text        NOT NULL REFERENCES fleet.terminal,
  sequence        bigint      NOT NULL,
  kind            text        NOT NULL CONSTRAINT terminal_order_kind_known CHECK (kind IN ('LOCK', 'UNLOCK', 'FORCE_SIGN_OFF', 'REBOOT', 'UPLOAD_LOGS',
                              'REFRESH_PARAMETERS', 'WIPE_KEYS', 'SHOW_MESSAGE')),
  content         bytea       NOT NULL CONSTRAINT terminal_order_content_bounded CHECK (length(content) BETWEEN 2 AND 2048),
  mac             bytea       NOT NULL CONSTRAINT terminal_order_mac_whole CHECK (length(mac) = 32),
  text            text,
  reason          text        NOT NULL CONSTRAINT terminal_order_says_why CHECK (length(reason) BETWEEN 1 AND 200),
  state           text        NOT NULL CONSTRAINT terminal_order_state_known CHECK (state IN ('QUEUED', 'SENT', 'ACKNOWLEDGED', 'DONE', 'FAILED', 'EXPIRED', 'CANCELLED')),
  outcome         text,
  ordered_by      text        NOT NULL,
  ordered_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  sent_at         timestamptz,
  acknowledged_at timestamptz,
  ended_at        timestamptz,
  CONSTRAINT terminal_order_number_once UNIQUE (terminal_id, sequence),
  CONSTRAINT terminal_order_good_for_a_day CHECK (expires_at > ordered_at AND expires_at <= ordered_at + interval '24 hours'),
  CONSTRAINT terminal_order_ended_once CHECK ((state IN ('DONE', 'FAILED', 'EXPIRED', 'CANCELLED')) = (ended_at IS NOT NULL))
);
CREATE INDEX terminal_order_waiting ON fleet.terminal_order (terminal_id, sequence) WHERE state IN ('QUEUED', 'SENT');
CREATE INDEX terminal_order_expiring ON fleet.terminal_order (expires_at) WHERE state IN ('QUEUED', 'SENT');

-- Orders that a terminal did not believe, by the name of its refusal.
CREATE TABLE fleet.order_refusal (
  terminal_id text        NOT NULL REFERENCES fleet.terminal,
  refusal     text        NOT NULL CONSTRAINT order_refusal_known CHECK (refusal IN ('ORDER_UNREADABLE', 'ORDER_FORGED', 'ORDER_OF_ANOTHER_TERMINAL', 'ORDER_REPEATED', 'ORDER_EXPIRED')),
  times       bigint      NOT NULL CONSTRAINT order_refusal_counted CHECK (times > 0),
  last_at     timestamptz NOT NULL,
  CONSTRAINT order_refusal_one_each PRIMARY KEY (terminal_id, refusal)
);
