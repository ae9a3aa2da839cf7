-- Days whose list of payments into static codes the wallet has told to its end.
CREATE TABLE acquiring.wallet_day (
  day       date        NOT NULL CONSTRAINT wallet_day_once PRIMARY KEY,
  listed_at timestamptz NOT NULL
);
