-- Lines of the vault folder's `history` that are in the audit log: each once, whichever host comes first.
CREATE TABLE keys.folder_history (
  line_hash bytea       NOT NULL CONSTRAINT folder_history_once PRIMARY KEY,
  taken_at  timestamptz NOT NULL
);
CALL migration.append_only('keys.folder_history');
