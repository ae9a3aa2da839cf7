-- The audit log: what was done, by whom, on what, with which result. Written in the transaction of the act itself.
CALL migration.module('audit');

CREATE TABLE audit.entry (
    entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor_type  text NOT NULL CONSTRAINT entry_actor_type_known CHECK (actor_type IN ('STAFF', 'TERMINAL', 'SYSTEM', 'ANONYMOUS')),
    actor       text NOT NULL CONSTRAINT entry_actor_length CHECK (char_length(actor) BETWEEN 1 AND 100),
    action      text NOT NULL CONSTRAINT entry_action_form CHECK (action ~ '^[a-z]+([.-][a-z]+)*$' AND char_length(action) <= 100),
    object      text NOT NULL CONSTRAINT entry_object_length CHECK (char_length(object) BETWEEN 1 AND 200),
    result      text NOT NULL CONSTRAINT entry_result_known CHECK (result IN ('DONE', 'REFUSED', 'FAILED')),
    reason      text CONSTRAINT entry_reason_length CHECK (char_length(reason) BETWEEN 1 AND 500),
    terminal_id text CONSTRAINT entry_terminal_id_length CHECK (char_length(terminal_id) = 8),
    -- RFC 8785 JSON, the bytes that leaf_hash is over; the columns above repeat parts of it to be searched
    content     text NOT NULL CONSTRAINT entry_content_length CHECK (octet_length(content) <= 65535),
    -- RFC 6962: SHA-256 over 00 and the content
    leaf_hash   bytea NOT NULL CONSTRAINT entry_leaf_hash_right CHECK (leaf_hash = sha256('\x00'::bytea || convert_to(content, 'UTF8')))
);
CREATE INDEX entry_by_actor ON audit.entry (actor, entry_id);
CREATE INDEX entry_by_object ON audit.entry (object, entry_id);
CALL migration.append_only('audit.entry');
