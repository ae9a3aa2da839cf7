-- How many refused activations are in the audit log since the last code was issued.
ALTER TABLE fleet.terminal ADD COLUMN refused_activations integer NOT NULL DEFAULT 0;
