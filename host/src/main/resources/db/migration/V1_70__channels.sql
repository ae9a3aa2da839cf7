-- The way to the card network: reference numbers in blocks, so that no two hosts give out the same.
CALL migration.module('channels');

CREATE TABLE channels.reference_block (
  business_day text    NOT NULL CONSTRAINT reference_day_once PRIMARY KEY,
  next         integer NOT NULL CONSTRAINT reference_in_range CHECK (next BETWEEN 0 AND 100000000)
);
