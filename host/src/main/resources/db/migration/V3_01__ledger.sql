-- The books: double entry in whole fen, Chinese yuan. A journal is one row with all its lines, debits positive, credits negative:
-- it is there as a whole, it balances, and nothing is ever added to it or taken away.
CALL migration.module('ledger');

CREATE FUNCTION ledger.total(amounts bigint[]) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    total  bigint := 0;
    amount bigint;
BEGIN
    FOREACH amount IN ARRAY amounts LOOP
        total := total + amount;
    END LOOP;
    RETURN total;
END $$;

CREATE TABLE ledger.journal (
  merchant_id   text        NOT NULL,
  journal_key   text        NOT NULL,
  kind          text        NOT NULL CONSTRAINT journal_kind_form CHECK (kind ~ '^[A-Z_]{3,30}$'),
  original_key  text,
  reverses_key  text        CONSTRAINT journal_reversal_is_named CHECK (reverses_key IS NULL OR journal_key = 'rev:' || reverses_key),
  business_date date        NOT NULL,
  posted_at     timestamptz NOT NULL,
  accounts      integer[]   NOT NULL CONSTRAINT journal_accounts_known CHECK (accounts <@ ARRAY[1101, 1102, 1103, 1201, 1202, 1301,
                            2101, 2102, 2103, 2104, 2105, 2106, 2107, 2201, 2202, 2203, 2204, 2301, 4101, 4102, 4103, 5101, 5102, 5103, 5104, 5105, 5106]),
  amounts_minor bigint[]    NOT NULL,
  terms         jsonb,
  CONSTRAINT journal_once PRIMARY KEY (merchant_id, journal_key),
  CONSTRAINT journal_lines_whole CHECK (cardinality(accounts) = cardinality(amounts_minor) AND cardinality(accounts) >= 2
    AND array_position(amounts_minor, 0) IS NULL AND array_position(amounts_minor, NULL) IS NULL AND array_position(accounts, NULL) IS NULL),
  CONSTRAINT journal_balances CHECK (ledger.total(amounts_minor) = 0),
  CONSTRAINT journal_original_known FOREIGN KEY (merchant_id, original_key) REFERENCES ledger.journal (merchant_id, journal_key),
  CONSTRAINT journal_reversed_known FOREIGN KEY (merchant_id, reverses_key) REFERENCES ledger.journal (merchant_id, journal_key)
);
CALL migration.append_only('ledger.journal');
CREATE INDEX journal_recent ON ledger.journal (merchant_id, posted_at DESC);
CREATE INDEX journal_follow_ups ON ledger.journal (merchant_id, original_key) WHERE original_key IS NOT NULL;

-- The same, a row a line.
CREATE VIEW ledger.entry AS
SELECT journal.merchant_id, journal.journal_key, line.number::integer AS line, line.account, line.amount_minor, journal.kind, journal.business_date, journal.posted_at
FROM ledger.journal, unnest(journal.accounts, journal.amounts_minor) WITH ORDINALITY AS line (account, amount_minor, number);

-- What was approved before there was a ledger is in no journal.
CREATE TABLE ledger.opening (opened_at timestamptz NOT NULL);
INSERT INTO ledger.opening VALUES (clock_timestamp());
CALL migration.append_only('ledger.opening');
