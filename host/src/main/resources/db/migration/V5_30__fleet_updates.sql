-- Updates of terminals over the open DDI API: releases and their files, actions of terminals, and what terminals tell of them.

-- What the signed manifest says of a release. The files are in a folder, found by their SHA-256.
CREATE TABLE fleet.release (
  release_id      bigint      GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647) CONSTRAINT release_known_by_id PRIMARY KEY,
  product         text        NOT NULL,
  version         text        NOT NULL,
  number          integer     NOT NULL CONSTRAINT release_number_positive CHECK (number > 0),
  kind            text        NOT NULL CONSTRAINT release_kind_known CHECK (kind IN ('swu', 'shouyin')),
  hardware        text[]      NOT NULL,
  minimum_number  integer     NOT NULL CONSTRAINT release_minimum_not_above CHECK (minimum_number <= number),
  not_before      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL CONSTRAINT release_expires_later CHECK (expires_at > not_before),
  manifest_sha256 bytea       NOT NULL CONSTRAINT release_manifest_hash_form CHECK (length(manifest_sha256) = 32),
  -- as it was uploaded: the terminals judge the signatures by themselves
  signed_release  bytea       NOT NULL,
  state           text        NOT NULL CONSTRAINT release_state_known CHECK (state IN ('DRAFT', 'READY', 'WITHDRAWN')),
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  CONSTRAINT release_number_once UNIQUE (product, number)
);

CREATE TABLE fleet.software_module (
  module_id  bigint NOT NULL GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647) CONSTRAINT software_module_known_by_id PRIMARY KEY,
  release_id bigint NOT NULL REFERENCES fleet.release,
  part       text   NOT NULL,
  name       text   NOT NULL,
  version    text   NOT NULL,
  CONSTRAINT software_module_named_once UNIQUE (release_id, name)
);

-- A row says what the file has to be; once it is there, what older clients ask besides.
CREATE TABLE fleet.software_file (
  module_id  bigint NOT NULL REFERENCES fleet.software_module,
  name       text   NOT NULL CONSTRAINT software_file_name_form CHECK (name ~ '^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$'),
  size_bytes bigint NOT NULL CONSTRAINT software_file_size_not_negative CHECK (size_bytes >= 0),
  sha256     text   NOT NULL CONSTRAINT software_file_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  sha1       text   CONSTRAINT software_file_sha1_form CHECK (sha1 ~ '^[0-9a-f]{40}$'),
  md5        text   CONSTRAINT software_file_md5_form CHECK (md5 ~ '^[0-9a-f]{32}$'),
  CONSTRAINT software_file_named_once PRIMARY KEY (module_id, name),
  CONSTRAINT software_file_there_or_not CHECK ((sha1 IS NULL) = (md5 IS NULL))
);

-- What the update service knows of a terminal; a terminal that never polled has no row.
CREATE TABLE fleet.update_target (
  terminal_id          text        NOT NULL CONSTRAINT update_target_one_each PRIMARY KEY REFERENCES fleet.terminal,
  token_hash           bytea       CONSTRAINT update_target_token_hash_form CHECK (length(token_hash) = 32),
  token_issued_at      timestamptz,
  wants_attributes     boolean     NOT NULL DEFAULT true,
  auto_confirm         boolean     NOT NULL DEFAULT false,
  auto_confirm_by      text,
  auto_confirm_remark  text,
  auto_confirm_at      timestamptz,
  order_sequence       bigint      NOT NULL DEFAULT 0,
  installed_action_id  bigint,
  installed_release_id bigint,
  installed_name       text,
  installed_version    text,
  installed_at         timestamptz
);

CREATE TABLE fleet.update_attribute (
  terminal_id text NOT NULL REFERENCES fleet.terminal,
  name        text NOT NULL,
  value       text NOT NULL,
  CONSTRAINT update_attribute_once PRIMARY KEY (terminal_id, name)
);

-- One release for one terminal. Clients read the number as a 32-bit integer.
CREATE TABLE fleet.update_action (
  action_id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647) CONSTRAINT update_action_known_by_id PRIMARY KEY,
  terminal_id       text        NOT NULL REFERENCES fleet.terminal,
  release_id        bigint      NOT NULL REFERENCES fleet.release,
  rollout_id        bigint,
  group_position    integer,
  type              text        NOT NULL CONSTRAINT update_action_type_known CHECK (type IN ('FORCED', 'SOFT', 'TIMEFORCED', 'DOWNLOAD_ONLY')),
  forced_at         timestamptz CONSTRAINT update_action_forced_at_given CHECK (type <> 'TIMEFORCED' OR forced_at IS NOT NULL),
  weight            integer     NOT NULL CONSTRAINT update_action_weight_in_range CHECK (weight BETWEEN 0 AND 1000),
  state             text        NOT NULL CONSTRAINT update_action_state_known CHECK
                      (state IN ('SCHEDULED', 'WAIT_FOR_CONFIRMATION', 'RUNNING', 'CANCELING', 'FINISHED', 'ERROR', 'CANCELED')),
  -- the last that the terminal told
  status            text        NOT NULL,
  status_count      integer     NOT NULL DEFAULT 0,
  retrieved_at      timestamptz,
  -- from its first feedback on the terminal is at it, and closed windows hide nothing from it
  begun_at          timestamptz,
  order_signed      bytea,
  order_expires_at  timestamptz,
  created_at        timestamptz NOT NULL,
  ended_at          timestamptz,
  CONSTRAINT update_action_ended_or_open CHECK ((state IN ('FINISHED', 'ERROR', 'CANCELED')) = (ended_at IS NOT NULL))
);
CREATE INDEX update_action_open ON fleet.update_action (terminal_id, weight DESC, action_id) WHERE ended_at IS NULL AND state <> 'SCHEDULED';
CREATE INDEX update_action_of_terminal ON fleet.update_action (terminal_id, action_id);
CREATE INDEX update_action_of_rollout ON fleet.update_action (rollout_id, group_position, state);
CREATE UNIQUE INDEX update_action_release_once_open ON fleet.update_action (terminal_id, release_id) WHERE ended_at IS NULL;

-- What a terminal told of an action: cleaned of control characters and card numbers.
CREATE TABLE fleet.update_status (
  status_id   bigint      NOT NULL GENERATED ALWAYS AS IDENTITY CONSTRAINT update_status_known_by_id PRIMARY KEY,
  action_id   bigint      NOT NULL REFERENCES fleet.update_action,
  at          timestamptz NOT NULL,
  reported_at timestamptz,
  status      text        NOT NULL,
  code        integer,
  messages    text[]      NOT NULL CONSTRAINT update_status_messages_bounded CHECK (cardinality(messages) <= 51)
);
CREATE INDEX update_status_of_action ON fleet.update_status (action_id, status_id);
CALL migration.append_only('fleet.update_status');

-- One release for many terminals, group after group. Its windows are in China Standard Time.
CREATE TABLE fleet.rollout (
  rollout_id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647) CONSTRAINT rollout_known_by_id PRIMARY KEY,
  name            text        NOT NULL,
  release_id      bigint      NOT NULL REFERENCES fleet.release,
  type            text        NOT NULL CONSTRAINT rollout_type_known CHECK (type IN ('FORCED', 'SOFT', 'TIMEFORCED', 'DOWNLOAD_ONLY')),
  forced_at       timestamptz,
  weight          integer     NOT NULL CONSTRAINT rollout_weight_in_range CHECK (weight BETWEEN 0 AND 1000),
  confirmation    boolean     NOT NULL,
  filter          jsonb       NOT NULL,
  success_percent integer     NOT NULL CONSTRAINT rollout_success_in_range CHECK (success_percent BETWEEN 0 AND 100),
  error_percent   integer     NOT NULL CONSTRAINT rollout_error_in_range CHECK (error_percent BETWEEN 0 AND 100),
  window_from     time,
  window_minutes  integer     CONSTRAINT rollout_window_in_range CHECK (window_minutes BETWEEN 10 AND 1439),
  state           text        NOT NULL CONSTRAINT rollout_state_known CHECK
                    (state IN ('WAITING_FOR_APPROVAL', 'APPROVAL_DENIED', 'READY', 'RUNNING', 'PAUSED', 'STOPPED', 'FINISHED')),
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  approved_by     text,
  started_at      timestamptz,
  ended_at        timestamptz,
  CONSTRAINT rollout_window_whole CHECK ((window_from IS NULL) = (window_minutes IS NULL)),
  CONSTRAINT rollout_approved_by_another CHECK (approved_by <> created_by),
  CONSTRAINT rollout_runs_approved CHECK (state IN ('WAITING_FOR_APPROVAL', 'APPROVAL_DENIED') OR approved_by IS NOT NULL)
);

CREATE TABLE fleet.rollout_group (
  rollout_id bigint  NOT NULL REFERENCES fleet.rollout,
  position   integer NOT NULL CONSTRAINT rollout_group_position_in_range CHECK (position BETWEEN 1 AND 500),
  -- of the terminals that no group before it has taken
  percent    integer NOT NULL CONSTRAINT rollout_group_percent_in_range CHECK (percent BETWEEN 1 AND 100),
  state      text    NOT NULL CONSTRAINT rollout_group_state_known CHECK (state IN ('SCHEDULED', 'RUNNING', 'FINISHED', 'ERROR')),
  CONSTRAINT rollout_group_once PRIMARY KEY (rollout_id, position)
);
ALTER TABLE fleet.update_action ADD CONSTRAINT update_action_of_a_group FOREIGN KEY (rollout_id, group_position) REFERENCES fleet.rollout_group;

-- Words that staff put to a terminal, to choose it by.
CREATE TABLE fleet.terminal_tag (
  terminal_id text NOT NULL REFERENCES fleet.terminal,
  tag         text NOT NULL CONSTRAINT terminal_tag_form CHECK (length(tag) BETWEEN 1 AND 40),
  CONSTRAINT terminal_tag_once PRIMARY KEY (terminal_id, tag)
);
CREATE INDEX terminal_tag_by_tag ON fleet.terminal_tag (tag);
