-- What a transaction costs and what its merchant pays, with the days from which it holds. Rates are parts in ten million: 0.60 % is 60000.
CALL migration.module('pricing');

-- Bank card service fees by government guide (发改价格〔2016〕557号). The brand fee is agreed with the network and unknown to the public: 0 until a row says more.
CREATE TABLE pricing.scheme_rate (
  fee            text    NOT NULL CONSTRAINT scheme_rate_fee_known CHECK (fee IN ('ISSUER', 'NETWORK', 'BRAND')),
  card           text    NOT NULL CONSTRAINT scheme_rate_card_known CHECK (card IN ('DEBIT', 'CREDIT')),
  rate_e7        integer NOT NULL CONSTRAINT scheme_rate_in_range CHECK (rate_e7 BETWEEN 0 AND 1000000),
  cap_minor      bigint  CONSTRAINT scheme_rate_cap_positive CHECK (cap_minor > 0),
  effective_from date    NOT NULL,
  source         text    NOT NULL,
  CONSTRAINT scheme_rate_once_a_day PRIMARY KEY (fee, card, effective_from)
);
INSERT INTO pricing.scheme_rate VALUES
  ('ISSUER',  'DEBIT',  35000, 1300, '2016-09-06', '发改价格〔2016〕557号'),
  ('ISSUER',  'CREDIT', 45000, NULL, '2016-09-06', '发改价格〔2016〕557号'),
  ('NETWORK', 'DEBIT',   3250,  325, '2016-09-06', '发改价格〔2016〕557号'),
  ('NETWORK', 'CREDIT',  3250,  325, '2016-09-06', '发改价格〔2016〕557号'),
  ('BRAND',   'DEBIT',      0, NULL, '2016-09-06', 'default'),
  ('BRAND',   'CREDIT',     0, NULL, '2016-09-06', 'default');

-- Which part of the issuer's and the network's fee a class of merchants pays, and how long; what no row names pays the whole. Caps stay.
CREATE TABLE pricing.class_share (
  class          text    NOT NULL CONSTRAINT class_share_class_known CHECK (class IN ('STANDARD', 'DISCOUNT', 'EXEMPT')),
  card           text    NOT NULL CONSTRAINT class_share_card_known CHECK (card IN ('DEBIT', 'CREDIT')),
  percent        integer NOT NULL CONSTRAINT class_share_in_range CHECK (percent BETWEEN 0 AND 100),
  effective_from date    NOT NULL,
  effective_to   date    NOT NULL CONSTRAINT class_share_period CHECK (effective_to >= effective_from),
  source         text    NOT NULL,
  CONSTRAINT class_share_once_a_day PRIMARY KEY (class, card, effective_from)
);
INSERT INTO pricing.class_share
SELECT class, card, percent, effective_from::date, effective_to::date, source FROM (VALUES
  ('EXEMPT',   0,  '2016-09-06', '9999-12-31', '发改价格〔2016〕557号'),
  ('DISCOUNT', 78, '2016-09-06', '2018-09-05', '发改价格〔2016〕557号'),
  ('DISCOUNT', 78, '2021-09-30', '2027-09-30', '银发〔2021〕169号')) AS share (class, percent, effective_from, effective_to, source),
  (VALUES ('DEBIT'), ('CREDIT')) AS cards (card);
INSERT INTO pricing.class_share VALUES ('STANDARD', 'DEBIT', 90, '2021-09-30', '2027-09-30', '银发〔2021〕169号');

-- The classes of merchant category codes (ISO 18245). A code that is not here is standard.
CREATE TABLE pricing.category (
  mcc            text NOT NULL CONSTRAINT category_mcc_digits CHECK (mcc ~ '^[0-9]{4}$'),
  class          text NOT NULL CONSTRAINT category_class_known CHECK (class IN ('DISCOUNT', 'EXEMPT')),
  effective_from date NOT NULL,
  effective_to   date NOT NULL CONSTRAINT category_period CHECK (effective_to >= effective_from),
  CONSTRAINT category_once_a_day PRIMARY KEY (mcc, effective_from)
);
INSERT INTO pricing.category
SELECT mcc, 'EXEMPT', date '2016-09-06', date '9999-12-31'
FROM unnest(ARRAY['8011', '8021', '8031', '8041', '8042', '8049', '8062', '8099', '8211', '8220', '8241', '8351', '8398']) AS mcc
UNION ALL
SELECT mcc, 'DISCOUNT', date '2016-09-06', date '9999-12-31'
FROM unnest(ARRAY['4111', '4112', '4121', '4131', '4511', '4784', '4900', '5300', '5411', '5541', '5542']) AS mcc;

-- What a merchant has agreed to, in versions that are never changed. In force is the highest version whose day has come; a merchant without one has the house's rates.
CREATE TABLE pricing.plan (
  merchant_id      text        NOT NULL CONSTRAINT plan_merchant_digits CHECK (merchant_id ~ '^[0-9]{15}$'),
  version          integer     NOT NULL CONSTRAINT plan_version_positive CHECK (version > 0),
  effective_from   date        NOT NULL,
  debit_rate_e7    integer     NOT NULL CONSTRAINT plan_debit_rate_in_range CHECK (debit_rate_e7 BETWEEN 0 AND 1000000),
  debit_cap_minor  bigint      CONSTRAINT plan_debit_cap_positive CHECK (debit_cap_minor > 0),
  credit_rate_e7   integer     NOT NULL CONSTRAINT plan_credit_rate_in_range CHECK (credit_rate_e7 BETWEEN 0 AND 1000000),
  subsidy_account  text        CONSTRAINT plan_subsidy_account_form CHECK (subsidy_account ~ '^[0-9A-Za-z-]{4,40}$'),
  set_by           text        NOT NULL,
  set_at           timestamptz NOT NULL,
  CONSTRAINT plan_version_once PRIMARY KEY (merchant_id, version)
);
CALL migration.append_only('pricing.plan');

-- Counts the changes, so that hosts know in one look whether what they have in memory is still true.
CREATE TABLE pricing.revision (revision bigint NOT NULL);
INSERT INTO pricing.revision VALUES (0);
CREATE FUNCTION pricing.revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pricing.revision SET revision = revision + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER revised AFTER INSERT OR UPDATE OR DELETE ON pricing.scheme_rate FOR EACH STATEMENT EXECUTE FUNCTION pricing.revised();
CREATE TRIGGER revised AFTER INSERT OR UPDATE OR DELETE ON pricing.class_share FOR EACH STATEMENT EXECUTE FUNCTION pricing.revised();
CREATE TRIGGER revised AFTER INSERT OR UPDATE OR DELETE ON pricing.category FOR EACH STATEMENT EXECUTE FUNCTION pricing.revised();
CREATE TRIGGER revised AFTER INSERT ON pricing.plan FOR EACH STATEMENT EXECUTE FUNCTION pricing.revised();
