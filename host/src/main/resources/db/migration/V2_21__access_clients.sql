-- Programs that use the API with a token.
CREATE TABLE access.client (
    client_id         uuid PRIMARY KEY,
    name              text NOT NULL CONSTRAINT client_name_length CHECK (char_length(name) BETWEEN 1 AND 40),
    scopes            text[] NOT NULL CONSTRAINT client_scopes_some CHECK (cardinality(scopes) >= 1),
    -- SHA-256 of 256 random bits
    token_hash        bytea NOT NULL UNIQUE CONSTRAINT client_token_hash_length CHECK (octet_length(token_hash) = 32),
    created_by        text NOT NULL REFERENCES access.account,
    created_at        timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL CONSTRAINT client_lives_a_year_at_most CHECK (expires_at <= created_at + interval '366 days'),
    revoked_by        text REFERENCES access.account,
    revoked_at        timestamptz,
    use_count         bigint NOT NULL DEFAULT 0,
    last_used_at      timestamptz,
    last_used_from    text,
    CONSTRAINT client_revoked_by_somebody CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);

ALTER TABLE audit.entry DROP CONSTRAINT entry_actor_type_known;
ALTER TABLE audit.entry ADD CONSTRAINT entry_actor_type_known CHECK (actor_type IN ('STAFF', 'CLIENT', 'TERMINAL', 'SYSTEM', 'ANONYMOUS'));
