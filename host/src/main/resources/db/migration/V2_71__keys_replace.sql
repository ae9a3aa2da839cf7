-- That an activated terminal loses its present keys by a ceremony is proposed in so many words, and approved as proposed.
ALTER TABLE keys.ceremony
  ADD COLUMN replace_keys boolean NOT NULL DEFAULT false CONSTRAINT ceremony_replaces_a_terminals_keys CHECK (kind = 'TERMINAL' OR NOT replace_keys);

CREATE OR REPLACE FUNCTION keys.keep_ceremony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'PROPOSED' OR NEW.approved_by IS NOT NULL THEN
            RAISE EXCEPTION 'a ceremony begins with a proposal' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_begins_proposed';
        END IF;
    ELSIF (NEW.kind, NEW.key_name, NEW.key_version, NEW.purpose, NEW.terminal_id, NEW.form, NEW.parts, NEW.threshold,
           NEW.expected_check_value, NEW.with_credential_key, NEW.replace_keys, NEW.proposed_by, NEW.proposed_at, NEW.expires_at)
          IS DISTINCT FROM
          (OLD.kind, OLD.key_name, OLD.key_version, OLD.purpose, OLD.terminal_id, OLD.form, OLD.parts, OLD.threshold,
           OLD.expected_check_value, OLD.with_credential_key, OLD.replace_keys, OLD.proposed_by, OLD.proposed_at, OLD.expires_at)
       OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
       OR OLD.ended_at IS NOT NULL
       OR (OLD.state = 'APPROVED' AND NEW.state = 'PROPOSED') THEN
        RAISE EXCEPTION 'what a ceremony is, and who took part, is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_written_once';
    END IF;
    RETURN NEW;
END $$;
