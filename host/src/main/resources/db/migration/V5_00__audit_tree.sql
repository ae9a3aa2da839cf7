-- The Merkle tree over the audit log: each entry gets a leaf, without gaps, in an order that never changes.

-- Entries that have no leaf yet. A number is drawn before its transaction commits, so a lower one may become visible after a higher one: who went by
-- numbers alone would pass over it. A row of this list becomes visible with its entry, and goes in the commit that gives it a leaf.
CREATE TABLE audit.waiting (
    entry_id bigint PRIMARY KEY
);
INSERT INTO audit.waiting SELECT entry_id FROM audit.entry;

CREATE FUNCTION audit.entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.waiting SELECT entry_id FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_waits AFTER INSERT ON audit.entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit.entry_waits();

-- How many leaves there are. Who makes the tree grow, or signs it, holds the row: one host at a time.
CREATE TABLE audit.head (
    one  boolean PRIMARY KEY DEFAULT true CONSTRAINT head_one_row CHECK (one),
    size bigint NOT NULL CONSTRAINT head_size_not_negative CHECK (size >= 0)
);
INSERT INTO audit.head (size) VALUES (0);
REVOKE INSERT, DELETE ON audit.head FROM "${application}_audit";

CREATE TABLE audit.leaf (
    leaf_index bigint PRIMARY KEY CONSTRAINT leaf_index_not_negative CHECK (leaf_index >= 0),
    entry_id   bigint NOT NULL CONSTRAINT leaf_entry_once UNIQUE REFERENCES audit.entry
);
CALL migration.append_only('audit.leaf');

-- Full tiles of C2SP tlog-tiles, 256 hashes of one level beside each other. A partial one is made of the leaves, or of the roots of the level below.
CREATE TABLE audit.tile (
    level      smallint NOT NULL CONSTRAINT tile_level_known CHECK (level BETWEEN 0 AND 7),
    tile_index bigint   NOT NULL CONSTRAINT tile_index_not_negative CHECK (tile_index >= 0),
    hashes     bytea    NOT NULL CONSTRAINT tile_is_full CHECK (octet_length(hashes) = 8192),
    root       bytea    NOT NULL CONSTRAINT tile_root_length CHECK (octet_length(root) = 32),
    PRIMARY KEY (level, tile_index)
);
CALL migration.append_only('audit.tile');

-- What the log has signed: size and root of the tree, as signed note. The key is not in the database.
CREATE TABLE audit.checkpoint (
    origin text        NOT NULL CONSTRAINT checkpoint_origin_length CHECK (char_length(origin) BETWEEN 1 AND 200),
    size   bigint      NOT NULL CONSTRAINT checkpoint_size_positive CHECK (size > 0),
    at     timestamptz NOT NULL,
    note   text        NOT NULL CONSTRAINT checkpoint_note_length CHECK (octet_length(note) <= 65536),
    PRIMARY KEY (origin, size)
);
CALL migration.append_only('audit.checkpoint');

-- That a witness saw a checkpoint: its line below the note.
CREATE TABLE audit.cosignature (
    origin  text        NOT NULL,
    size    bigint      NOT NULL,
    witness text        NOT NULL CONSTRAINT cosignature_witness_length CHECK (char_length(witness) BETWEEN 1 AND 200),
    at      timestamptz NOT NULL,
    line    text        NOT NULL CONSTRAINT cosignature_line_length CHECK (octet_length(line) <= 1024),
    PRIMARY KEY (origin, size, witness),
    FOREIGN KEY (origin, size) REFERENCES audit.checkpoint
);
CALL migration.append_only('audit.cosignature');

-- Entries come in the order of their time but for moments.
CREATE INDEX entry_by_time ON audit.entry USING brin (at);
