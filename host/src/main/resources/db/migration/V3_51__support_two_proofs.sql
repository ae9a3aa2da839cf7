-- Another phone of a merchant needs two proofs: the codes of all of its terminals go there.
CREATE FUNCTION support.keep_two_proofs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM support.proof WHERE case_id = NEW.case_id) < 2 THEN
        RAISE EXCEPTION 'a second proof is missing' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reset_has_proofs';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_two_proofs BEFORE UPDATE ON support.reset FOR EACH ROW
    WHEN (NEW.state = 'PROVED' AND NEW.wish = 'CHANNEL' AND NEW.subject LIKE 'merchant:%') EXECUTE FUNCTION support.keep_two_proofs();
