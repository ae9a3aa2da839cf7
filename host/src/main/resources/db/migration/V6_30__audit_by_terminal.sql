-- What was done with one terminal, newest first. Entries without one are not in it.
CREATE INDEX entry_by_terminal ON audit.entry (terminal_id, entry_id) WHERE terminal_id IS NOT NULL;
