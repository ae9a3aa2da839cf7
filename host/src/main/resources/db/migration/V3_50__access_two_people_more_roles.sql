-- Two people make not only administrators and key officers, but whoever may propose, prove or approve something that needs two people: made by
-- one, such an account would be that one person once more. One person makes accounts of finance and auditors alone.
CREATE OR REPLACE FUNCTION access.keep_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    alone       CONSTANT text[] := ARRAY['FINANCE', 'AUDITOR'];
    role_before text[] := '{}';
BEGIN
    IF NEW.roles <@ alone THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        role_before := OLD.roles;
        IF NEW.username = OLD.username
           AND NEW.roles <@ (role_before || alone)
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
    RAISE EXCEPTION 'who takes part in what needs two people is made by two people' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_two_people';
END $$;

-- A first password that one administrator was shown whole, and that nobody has used yet, opens nothing any more: two people give another.
UPDATE access.account SET initial_until = now()
WHERE initial_until > now() AND NOT roles <@ ARRAY['FINANCE', 'AUDITOR'] AND NOT roles && ARRAY['ADMINISTRATOR', 'KEY_OFFICER'];
