-- People who log in to the console.
CALL migration.module('access');

CREATE TABLE access.account (
    username            text PRIMARY KEY CONSTRAINT account_username_form CHECK (username ~ '^[a-z][a-z0-9._-]{1,31}$'),
    display_name        text NOT NULL CONSTRAINT account_display_name_length CHECK (char_length(display_name) BETWEEN 1 AND 40),
    roles               text[] NOT NULL CONSTRAINT account_roles_some CHECK (cardinality(roles) >= 1),
    state               text NOT NULL CONSTRAINT account_state_known CHECK (state IN ('ACTIVE', 'DISABLED')),
    -- Argon2id, peppered by the vault: worth nothing without its key
    password_hash       text NOT NULL,
    must_change         boolean NOT NULL,
    -- an initial password is good until then
    initial_until       timestamptz,
    -- part of each session: counting it up ends them all
    session_epoch       integer NOT NULL DEFAULT 0,
    password_changed_at timestamptz NOT NULL,
    created_at          timestamptz NOT NULL,
    last_login_at       timestamptz,
    CONSTRAINT account_initial_must_change CHECK (must_change = (initial_until IS NOT NULL))
);

CREATE TABLE access.password_history (
    history_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username      text NOT NULL REFERENCES access.account,
    password_hash text NOT NULL,
    retired_at    timestamptz NOT NULL
);
CREATE INDEX password_history_by_username ON access.password_history (username, history_id);

-- Attempts to log in, counted before the password is looked at. Subjects are hashes: user names that do not exist are counted alike.
CREATE TABLE access.login_attempt (
    scope         text NOT NULL CONSTRAINT login_attempt_scope_known CHECK (scope IN ('ACCOUNT', 'SOURCE_AND_ACCOUNT', 'SOURCE')),
    subject       bytea NOT NULL,
    failures      integer NOT NULL CONSTRAINT login_attempt_failures_not_negative CHECK (failures >= 0),
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz,
    PRIMARY KEY (scope, subject)
);
CREATE INDEX login_attempt_by_last_at ON access.login_attempt (last_at);

-- Where the owner of an account has logged in from before.
CREATE TABLE access.known_source (
    username      text NOT NULL REFERENCES access.account,
    source        bytea NOT NULL,
    last_login_at timestamptz NOT NULL,
    PRIMARY KEY (username, source)
);

-- Sessions, columns as Spring Session reads them. The attributes are text and numbers only.
CREATE TABLE access.session (
    primary_id            char(36) PRIMARY KEY,
    session_id            char(36) NOT NULL UNIQUE,
    creation_time         bigint NOT NULL,
    last_access_time      bigint NOT NULL,
    max_inactive_interval integer NOT NULL,
    expiry_time           bigint NOT NULL,
    principal_name        varchar(100)
);
CREATE INDEX session_by_expiry ON access.session (expiry_time);
CREATE INDEX session_by_principal ON access.session (principal_name);

CREATE TABLE access.session_attributes (
    session_primary_id char(36) NOT NULL REFERENCES access.session (primary_id) ON DELETE CASCADE,
    attribute_name     varchar(200) NOT NULL,
    attribute_bytes    bytea NOT NULL,
    PRIMARY KEY (session_primary_id, attribute_name)
);
