-- What one person proposes and another one approves: accounts that can lead ceremonies or make such accounts, and the change of the LMK.

CREATE TABLE access.proposal (
    proposal_id  text PRIMARY KEY CONSTRAINT proposal_id_form CHECK (proposal_id ~ '^[0-9A-Z]{8}$'),
    kind         text NOT NULL CONSTRAINT proposal_kind_known CHECK (kind IN
                 ('ACCOUNT_CREATE', 'ACCOUNT_ROLES', 'ACCOUNT_RESET', 'ACCOUNT_ENABLE', 'MASTER_KEY_CHANGE', 'MASTER_KEY_RETIRE')),
    -- kind of thing, colon, name: staff:lin, master-key:A1B2C3
    subject      text NOT NULL CONSTRAINT proposal_subject_length CHECK (char_length(subject) BETWEEN 1 AND 100),
    display_name text CONSTRAINT proposal_display_name_length CHECK (char_length(display_name) BETWEEN 1 AND 40),
    roles        text[] NOT NULL,
    -- APPROVED only until the same transaction has carried it out
    state        text NOT NULL CONSTRAINT proposal_state_known CHECK (state IN ('PROPOSED', 'APPROVED', 'DONE', 'REJECTED', 'EXPIRED')),
    proposed_by  text NOT NULL,
    proposed_at  timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    approved_by  text,
    rejected_by  text,
    ended_at     timestamptz,
    CONSTRAINT proposal_two_people CHECK (approved_by <> proposed_by),
    CONSTRAINT proposal_not_for_oneself CHECK (subject <> 'staff:' || proposed_by AND subject IS DISTINCT FROM 'staff:' || approved_by),
    CONSTRAINT proposal_approved_first CHECK ((state IN ('APPROVED', 'DONE')) = (approved_by IS NOT NULL)),
    CONSTRAINT proposal_rejected_by_somebody CHECK ((state = 'REJECTED') = (rejected_by IS NOT NULL)),
    CONSTRAINT proposal_ended_once CHECK ((state IN ('DONE', 'REJECTED', 'EXPIRED')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX proposal_one_open_a_subject ON access.proposal (subject) WHERE ended_at IS NULL;
CREATE INDEX proposal_by_time ON access.proposal (proposed_at DESC);
REVOKE DELETE ON access.proposal FROM "${application}_access";

-- What was proposed, and by whom, is written once.
CREATE FUNCTION access.keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'PROPOSED' THEN
            RAISE EXCEPTION 'a proposal begins as one' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'proposal_begins_proposed';
        END IF;
    ELSIF (NEW.proposal_id, NEW.kind, NEW.subject, NEW.display_name, NEW.roles, NEW.proposed_by, NEW.proposed_at, NEW.expires_at)
          IS DISTINCT FROM
          (OLD.proposal_id, OLD.kind, OLD.subject, OLD.display_name, OLD.roles, OLD.proposed_by, OLD.proposed_at, OLD.expires_at)
       OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
       OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was proposed, and by whom, is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'proposal_written_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_proposal BEFORE INSERT OR UPDATE ON access.proposal FOR EACH ROW EXECUTE FUNCTION access.keep_proposal();

-- Who gives the role of a key officer does not have it himself: where somebody has both, the officer's is taken away.
UPDATE access.account SET roles = array_remove(roles, 'KEY_OFFICER') WHERE roles @> ARRAY['ADMINISTRATOR', 'KEY_OFFICER'];
ALTER TABLE access.account
    ADD CONSTRAINT account_officer_is_no_administrator CHECK (NOT roles @> ARRAY['ADMINISTRATOR', 'KEY_OFFICER']);

-- An account gets one of the two roles, a new one-time password while it has one, or is let in again, by an approved proposal alone. The
-- two administrators of the first start are made without, and until they are first used.
CREATE FUNCTION access.keep_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    guarded     CONSTANT text[] := ARRAY['ADMINISTRATOR', 'KEY_OFFICER'];
    role_before text[] := '{}';
BEGIN
    IF NOT NEW.roles && guarded THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        role_before := OLD.roles;
        IF NEW.username = OLD.username
           AND NOT EXISTS (SELECT FROM unnest(NEW.roles) AS role WHERE role = ANY (guarded) AND NOT role = ANY (role_before))
           AND NOT (OLD.state = 'DISABLED' AND NEW.state = 'ACTIVE')
           AND NOT (NEW.must_change AND NEW.password_hash <> OLD.password_hash) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NEW.username IN ('admin', 'admin2') AND NEW.roles = ARRAY['ADMINISTRATOR'] AND NEW.state = 'ACTIVE' AND (TG_OP = 'INSERT'
           OR (NEW.username = OLD.username AND NEW.roles = OLD.roles AND OLD.state = 'ACTIVE' AND OLD.last_login_at IS NULL)) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM access.proposal WHERE state = 'APPROVED' AND subject = 'staff:' || NEW.username
               AND (kind = 'ACCOUNT_CREATE' AND TG_OP = 'INSERT' AND roles = NEW.roles
                 OR kind = 'ACCOUNT_ROLES' AND TG_OP = 'UPDATE' AND roles = NEW.roles
                 OR kind IN ('ACCOUNT_RESET', 'ACCOUNT_ENABLE') AND TG_OP = 'UPDATE' AND NEW.roles = role_before)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'administrators and key officers are made by two people' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_two_people';
END $$;
CREATE TRIGGER keep_two_people BEFORE INSERT OR UPDATE ON access.account FOR EACH ROW EXECUTE FUNCTION access.keep_two_people();
