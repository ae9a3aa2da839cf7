-- Card users: cards that carry a swipe password. A card number is sealed under the vault's data key and found by its keyed index.
CALL migration.module('cardholders');

CREATE TABLE cardholders.card_user (
  card_id     uuid        NOT NULL CONSTRAINT card_user_known_by_id PRIMARY KEY,
  merchant_id text        NOT NULL CONSTRAINT card_user_merchant_digits CHECK (merchant_id ~ '^[0-9]{15}$'),
  name        text        NOT NULL CONSTRAINT card_user_name_length CHECK (char_length(name) BETWEEN 1 AND 40),
  contact     text        NOT NULL CONSTRAINT card_user_contact_form CHECK (contact ~ '^[0-9+-]{5,20}$'),
  card_masked text        NOT NULL CONSTRAINT card_user_card_is_masked CHECK (card_masked ~ '^[0-9]{6}\*{2,9}[0-9]{4}$'),
  card_index  bytea       CONSTRAINT card_user_index_length CHECK (length(card_index) = 32),
  card_sealed bytea,
  state       text        NOT NULL CONSTRAINT card_user_state_known CHECK (state IN ('ACTIVE', 'SUSPENDED', 'REMOVED')),
  due_reason  text        CONSTRAINT card_user_due_reason_known CHECK (due_reason IN ('NAME', 'CARD', 'CONTACT')),
  due_since   timestamptz CONSTRAINT card_user_due_has_both CHECK ((due_reason IS NULL) = (due_since IS NULL)),
  version     integer     NOT NULL CONSTRAINT card_user_version_positive CHECK (version > 0),
  created_at  timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  CONSTRAINT card_user_number_goes_with_it CHECK ((state = 'REMOVED') = (card_sealed IS NULL) AND (card_sealed IS NULL) = (card_index IS NULL))
);
CREATE UNIQUE INDEX card_user_card_once ON cardholders.card_user (merchant_id, card_index) WHERE state <> 'REMOVED';
CREATE INDEX card_user_recent ON cardholders.card_user (created_at DESC);

-- Merchants that have or had card users: all others need no look at a sale.
CREATE TABLE cardholders.merchant_with_cards (
  merchant_id text NOT NULL CONSTRAINT merchant_with_cards_once PRIMARY KEY
);
CALL migration.append_only('cardholders.merchant_with_cards');
