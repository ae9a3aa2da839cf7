-- How long the network took for its answer, without our own commits before and after; absent where none came in time.
ALTER TABLE acquiring.transaction ADD COLUMN channel_micros bigint;
