-- A terminal lists payments by code, too: they have no card.
ALTER TABLE acquiring.batch_upload ALTER COLUMN card_index DROP NOT NULL;
ALTER TABLE acquiring.batch_difference DROP CONSTRAINT batch_difference_known,
  ADD CONSTRAINT batch_difference_known CHECK (difference IN ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'CARD_DIFFERS', 'PAYMENT_BY_CODE'));
