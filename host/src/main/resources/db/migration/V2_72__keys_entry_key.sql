-- What officers enter comes sealed for a key pair of the ceremony; its private half is sealed under the ceremony's key and goes with it.
ALTER TABLE keys.ceremony
  ADD COLUMN entry_public_key  bytea,
  ADD COLUMN entry_private_key bytea,
  ADD CONSTRAINT ceremony_entry_key_is_a_pair CHECK ((entry_public_key IS NULL) = (entry_private_key IS NULL)),
  ADD CONSTRAINT ceremony_ended_has_no_entry_key CHECK (ended_at IS NULL OR entry_private_key IS NULL);

-- Parts were entered in clear until now: what is open for them is proposed again.
UPDATE keys.ceremony_part SET sealed = NULL, sealed_credential = NULL
 WHERE ceremony_id IN (SELECT ceremony_id FROM keys.ceremony WHERE kind = 'ENTER' AND state = 'APPROVED');
UPDATE keys.ceremony SET state = 'EXPIRED', ended_at = now(), ceremony_key = NULL WHERE kind = 'ENTER' AND state = 'APPROVED';
