-- What is imported is approved as proposed: the peer's block, the key that it is under, and the check value that the vault found in it.

-- Proposed without a check value until now: what is open is proposed again.
UPDATE keys.ceremony SET state = 'EXPIRED', ended_at = now(), foreign_block = NULL WHERE kind = 'IMPORT' AND state = 'PROPOSED';

ALTER TABLE keys.ceremony
  ADD CONSTRAINT ceremony_import_says_what CHECK (kind <> 'IMPORT' OR ended_at IS NOT NULL
    OR (exchange_key_name IS NOT NULL AND foreign_block IS NOT NULL AND expected_check_value IS NOT NULL));

CREATE OR REPLACE FUNCTION keys.keep_ceremony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'PROPOSED' OR NEW.approved_by IS NOT NULL THEN
            RAISE EXCEPTION 'a ceremony begins with a proposal' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_begins_proposed';
        END IF;
    ELSIF (NEW.kind, NEW.key_name, NEW.key_version, NEW.purpose, NEW.terminal_id, NEW.form, NEW.parts, NEW.threshold, NEW.expected_check_value,
           NEW.with_credential_key, NEW.replace_keys, NEW.exchange_key_name, NEW.proposed_by, NEW.proposed_at, NEW.expires_at)
          IS DISTINCT FROM
          (OLD.kind, OLD.key_name, OLD.key_version, OLD.purpose, OLD.terminal_id, OLD.form, OLD.parts, OLD.threshold, OLD.expected_check_value,
           OLD.with_credential_key, OLD.replace_keys, OLD.exchange_key_name, OLD.proposed_by, OLD.proposed_at, OLD.expires_at)
       -- the block goes with the end
       OR (NEW.foreign_block IS DISTINCT FROM OLD.foreign_block AND NOT (NEW.foreign_block IS NULL AND NEW.ended_at IS NOT NULL))
       OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
       OR OLD.ended_at IS NOT NULL
       OR (OLD.state = 'APPROVED' AND NEW.state = 'PROPOSED') THEN
        RAISE EXCEPTION 'what a ceremony is, and who took part, is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_written_once';
    END IF;
    RETURN NEW;
END $$;
