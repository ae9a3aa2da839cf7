-- Secrets of several kinds: a standing one each (RECURRING or COMBINATION), and any number of one-time ones beside it.
-- What ended stays as a row that nothing verifies against.
ALTER TABLE credentials.secret RENAME COLUMN kind TO owner;
ALTER TABLE credentials.secret
  DROP CONSTRAINT secret_one_each,
  DROP CONSTRAINT secret_kind_known,
  ALTER COLUMN terminal_id DROP NOT NULL,
  ADD COLUMN secret_id      uuid    NOT NULL DEFAULT gen_random_uuid() CONSTRAINT secret_known_by_id PRIMARY KEY,
  ADD COLUMN kind           text    NOT NULL DEFAULT 'RECURRING' CONSTRAINT secret_kind_known CHECK (kind IN ('ONE_TIME', 'RECURRING', 'COMBINATION')),
  ADD COLUMN two_people     boolean NOT NULL DEFAULT false,
  ADD COLUMN valid_from     timestamptz,
  ADD COLUMN valid_to       timestamptz,
  ADD COLUMN cycle          text    CONSTRAINT secret_cycle_known CHECK (cycle IN ('DAY', 'WEEK', 'MONTH', 'QUARTER')),
  ADD COLUMN uses_max       integer,                      -- in a cycle
  ADD COLUMN cycle_began    date,
  ADD COLUMN cycle_uses     integer NOT NULL DEFAULT 0,
  ADD COLUMN policy_profile text,
  ADD COLUMN policy_version integer,
  ADD COLUMN expires_at     timestamptz,                  -- by rotation
  ADD COLUMN ended          text    CONSTRAINT secret_end_known CHECK (ended IN ('USED', 'EXPIRED', 'REVOKED')),
  ADD COLUMN ended_at       timestamptz,
  ADD CONSTRAINT secret_owner_known CHECK (owner IN ('OPERATOR', 'TRANSACTION', 'CARD')),
  ADD CONSTRAINT secret_of_terminal_or_card CHECK ((owner = 'CARD') = (terminal_id IS NULL)),
  ADD CONSTRAINT secret_cycle_has_uses CHECK ((cycle IS NULL) = (uses_max IS NULL)),
  ADD CONSTRAINT secret_cycle_uses_in_range CHECK (cycle_uses >= 0 AND (uses_max IS NULL OR uses_max > 0)),
  ADD CONSTRAINT secret_validity_in_order CHECK (valid_from < valid_to),
  ADD CONSTRAINT secret_two_people_combine CHECK (NOT two_people OR kind = 'COMBINATION'),
  ADD CONSTRAINT secret_end_has_time CHECK ((ended IS NULL) = (ended_at IS NULL));
CREATE UNIQUE INDEX secret_one_standing ON credentials.secret (subject) WHERE ended IS NULL AND kind <> 'ONE_TIME';
CREATE INDEX secret_active ON credentials.secret (subject) WHERE ended IS NULL;
CREATE INDEX secret_to_expire ON credentials.secret (valid_to) WHERE ended IS NULL AND valid_to IS NOT NULL;

-- What a standing secret has to be like and how often it may be used: outlives the secret itself.
CREATE TABLE credentials.secret_form (
  subject    text        NOT NULL CONSTRAINT secret_form_one_each PRIMARY KEY,
  kind       text        NOT NULL CONSTRAINT secret_form_kind_known CHECK (kind IN ('RECURRING', 'COMBINATION')),
  two_people boolean     NOT NULL CONSTRAINT secret_form_two_people_combine CHECK (NOT two_people OR kind = 'COMBINATION'),
  cycle      text        CONSTRAINT secret_form_cycle_known CHECK (cycle IN ('DAY', 'WEEK', 'MONTH', 'QUARTER')),
  uses_max   integer     CONSTRAINT secret_form_uses_positive CHECK (uses_max > 0),
  changed_at timestamptz NOT NULL,
  CONSTRAINT secret_form_cycle_has_uses CHECK ((cycle IS NULL) = (uses_max IS NULL))
);
