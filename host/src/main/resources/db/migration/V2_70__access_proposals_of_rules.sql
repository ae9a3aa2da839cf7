-- Step-up rules, password policies and one-time secrets are proposed too: what exactly is wanted stands in the proposal, and is written once.
ALTER TABLE access.proposal
    ADD COLUMN content jsonb,
    DROP CONSTRAINT proposal_kind_known,
    ADD CONSTRAINT proposal_kind_known CHECK (kind IN ('ACCOUNT_CREATE', 'ACCOUNT_ROLES', 'ACCOUNT_RESET', 'ACCOUNT_ENABLE', 'MASTER_KEY_CHANGE',
               'MASTER_KEY_RETIRE', 'STEP_UP_RULES', 'PASSWORD_POLICY', 'ONE_TIME_SECRET')),
    ADD CONSTRAINT proposal_says_what CHECK ((kind IN ('STEP_UP_RULES', 'PASSWORD_POLICY', 'ONE_TIME_SECRET')) = (content IS NOT NULL));

CREATE FUNCTION access.keep_proposal_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.content IS DISTINCT FROM OLD.content THEN
        RAISE EXCEPTION 'what was proposed is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'proposal_written_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_proposal_content BEFORE UPDATE ON access.proposal FOR EACH ROW EXECUTE FUNCTION access.keep_proposal_content();
