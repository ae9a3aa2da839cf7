-- Set while a terminal's batch is being settled: its totals are told, so that no transaction is taken in it.
ALTER TABLE fleet.terminal ADD COLUMN batch_closing boolean NOT NULL DEFAULT false;
