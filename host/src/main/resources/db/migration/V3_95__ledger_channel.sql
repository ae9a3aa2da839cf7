-- Which network owes it: account 1101 is kept for each network and settlement date. Before there was more than one all was the first one's.
ALTER TABLE ledger.journal ADD COLUMN channel text NOT NULL DEFAULT 'main';
ALTER TABLE ledger.journal ALTER COLUMN channel DROP DEFAULT;

CREATE OR REPLACE VIEW ledger.entry AS
SELECT journal.merchant_id, journal.journal_key, line.number::integer AS line, line.account, line.amount_minor, journal.kind, journal.business_date, journal.posted_at,
       journal.channel
FROM ledger.journal, unnest(journal.accounts, journal.amounts_minor) WITH ORDINALITY AS line (account, amount_minor, number);
