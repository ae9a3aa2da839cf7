-- Cards that were registered at a merchant before, until their user was removed or got another card: found by the keyed index, no number is kept.
CREATE TABLE cardholders.former_card (
  former_id          bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT former_card_in_order PRIMARY KEY,
  merchant_id        text        NOT NULL CONSTRAINT former_card_merchant_digits CHECK (merchant_id ~ '^[0-9]{15}$'),
  card_index         bytea       NOT NULL CONSTRAINT former_card_index_length CHECK (length(card_index) = 32),
  card_id            uuid        NOT NULL,
  contact            text        NOT NULL CONSTRAINT former_card_contact_form CHECK (contact ~ '^[0-9+-]{5,20}$'),
  contact_changed_at timestamptz
);
CREATE INDEX former_card_by_index ON cardholders.former_card (merchant_id, card_index, former_id DESC);
CALL migration.append_only('cardholders.former_card');
