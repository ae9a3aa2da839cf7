-- Watching: what became of each secret that was shown, never its value; what that looks like; who was reminded of what.

-- Rows are added and read. They may go when they are older than thirty days, never before, whatever a program asks for.
CREATE TABLE credentials.use (
  use_id          bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT use_once PRIMARY KEY,
  at              timestamptz NOT NULL,
  subject         text        NOT NULL,
  merchant_id     text        NOT NULL,
  terminal_id     text        NOT NULL,
  operator_number text,
  factor          text,                    -- null: refused before one was looked at
  kind            text        NOT NULL,    -- of the transaction or request
  outcome         text        NOT NULL CONSTRAINT use_outcome_known CHECK (outcome IN ('RIGHT', 'WRONG', 'LOCKED', 'REFUSED')),
  reason          text,
  CONSTRAINT use_right_has_no_reason CHECK (outcome <> 'RIGHT' OR reason IS NULL)
);
CREATE INDEX use_by_time ON credentials.use (at DESC);
CREATE INDEX use_by_terminal ON credentials.use (terminal_id, at DESC);
CREATE INDEX use_not_right ON credentials.use (at) WHERE outcome <> 'RIGHT';
CREATE INDEX use_failed ON credentials.use (at) WHERE outcome IN ('WRONG', 'LOCKED');
CREATE INDEX use_failed_of_merchant ON credentials.use (merchant_id, at) WHERE outcome IN ('WRONG', 'LOCKED');
CREATE INDEX use_failed_at_terminal ON credentials.use (terminal_id, at) WHERE outcome IN ('WRONG', 'LOCKED');
REVOKE UPDATE ON credentials.use FROM "${application}_credentials";
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON credentials.use FOR EACH STATEMENT EXECUTE FUNCTION migration.refuse_change();
CREATE TRIGGER keep_a_month BEFORE DELETE ON credentials.use FOR EACH ROW WHEN (OLD.at > now() - interval '30 days')
  EXECUTE FUNCTION migration.refuse_change();

-- Right uses in numbers, an hour each: for charts, and for what is a usual hour.
CREATE TABLE credentials.use_hour (
  hour            timestamptz NOT NULL,
  subject         text        NOT NULL,
  merchant_id     text        NOT NULL,
  terminal_id     text        NOT NULL,
  operator_number text        NOT NULL,    -- empty: none
  factor          text        NOT NULL,
  uses            integer     NOT NULL CONSTRAINT use_hour_counts CHECK (uses > 0),
  CONSTRAINT use_hour_once PRIMARY KEY (subject, hour, terminal_id, operator_number, factor)
);
CREATE INDEX use_hour_by_time ON credentials.use_hour (hour);

-- Wrong values as hashes that say nothing but "the same", for a day.
CREATE TABLE credentials.wrong_value (
  at          timestamptz NOT NULL,
  likeness    bytea       NOT NULL CONSTRAINT wrong_value_is_a_hash CHECK (length(likeness) = 32),
  merchant_id text        NOT NULL,
  terminal_id text        NOT NULL
);
CREATE INDEX wrong_value_by_time ON credentials.wrong_value (at);

CREATE TABLE credentials.alert (
  alert_id        uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT alert_known_by_id PRIMARY KEY,
  kind            text        NOT NULL,
  subject         text        NOT NULL,    -- what is watched: one open alert of a kind each
  merchant_id     text,
  terminal_id     text,
  operator_number text,
  times           integer     NOT NULL CONSTRAINT alert_times_positive CHECK (times > 0),
  since           timestamptz NOT NULL,
  last_at         timestamptz NOT NULL,
  state           text        NOT NULL CONSTRAINT alert_state_known CHECK (state IN ('NEW', 'SEEN', 'CLOSED')),
  changed_at      timestamptz NOT NULL,
  changed_by      text        CONSTRAINT alert_seen_by_somebody CHECK ((state = 'NEW') = (changed_by IS NULL))
);
CREATE UNIQUE INDEX alert_one_open ON credentials.alert (kind, subject) WHERE state <> 'CLOSED';
CREATE INDEX alert_by_time ON credentials.alert (last_at DESC);
CREATE INDEX alert_closed ON credentials.alert (kind, subject, changed_at) WHERE state = 'CLOSED';

-- Who was reminded that a secret expires: each step once, whichever host does it.
CREATE TABLE credentials.reminder (
  secret_id  uuid        NOT NULL,
  expires_at timestamptz NOT NULL,
  days       integer     NOT NULL CONSTRAINT reminder_step_known CHECK (days IN (14, 7, 1)),
  sent_at    timestamptz NOT NULL,
  CONSTRAINT reminder_once PRIMARY KEY (secret_id, expires_at, days)
);
CREATE INDEX secret_by_expiry ON credentials.secret (expires_at) WHERE ended IS NULL AND expires_at IS NOT NULL;

-- A wrong value may be a one-time secret of somebody else.
CREATE INDEX secret_one_time ON credentials.secret (merchant_id, set_at DESC) WHERE kind = 'ONE_TIME';
