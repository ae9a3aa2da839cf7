-- The slip of a settlement says how far the log was when it was settled.
CREATE INDEX checkpoint_by_time ON audit.checkpoint (at);
