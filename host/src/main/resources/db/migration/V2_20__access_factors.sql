-- Further factors of people who log in to the console.

CREATE TABLE access.passkey (
    credential_id   bytea PRIMARY KEY CONSTRAINT passkey_credential_id_length CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    username        text NOT NULL REFERENCES access.account,
    label           text NOT NULL CONSTRAINT passkey_label_length CHECK (char_length(label) BETWEEN 1 AND 40),
    -- make, credential id and public key as WebAuthn lays them out
    data            bytea NOT NULL,
    sign_count      bigint NOT NULL,
    backup_eligible boolean NOT NULL,
    backed_up       boolean NOT NULL,
    created_at      timestamptz NOT NULL,
    last_used_at    timestamptz
);
CREATE INDEX passkey_by_username ON access.passkey (username);

CREATE TABLE access.totp (
    username   text PRIMARY KEY REFERENCES access.account,
    -- sealed by the vault, bound to the account
    secret     bytea NOT NULL,
    -- the step of the last code that was used: none works twice
    last_step  bigint NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE access.recovery_code (
    username   text NOT NULL REFERENCES access.account,
    -- peppered by the vault
    hash       bytea NOT NULL CONSTRAINT recovery_code_hash_length CHECK (octet_length(hash) = 32),
    created_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (username, hash)
);
