-- Keys in versions, and the ceremonies that make and change them: what one person proposes another one approves, and of a key in parts
-- no officer has two. These tables hold that by themselves, whatever a program does.

CREATE TABLE keys.ceremony (
  ceremony_id            text        NOT NULL CONSTRAINT ceremony_once PRIMARY KEY CONSTRAINT ceremony_id_form CHECK (ceremony_id ~ '^[0-9A-Z]{8}$'),
  kind                   text        NOT NULL CONSTRAINT ceremony_kind_known
                         CHECK (kind IN ('GENERATE', 'ENTER', 'IMPORT', 'TERMINAL', 'ACTIVATE', 'REVOKE', 'DESTROY')),
  state                  text        NOT NULL CONSTRAINT ceremony_state_known
                         CHECK (state IN ('PROPOSED', 'APPROVED', 'DONE', 'CANCELLED', 'EXPIRED')),
  key_name               text        CONSTRAINT ceremony_key_name_form CHECK (key_name ~ '^[a-z][a-z0-9-]{1,31}$'),
  key_version            integer,
  purpose                text,
  terminal_id            text,
  -- in parts: how, how many of them somebody must see or enter, how many give the key back
  form                   text        CONSTRAINT ceremony_form_known CHECK (form IN ('COMPONENTS', 'SHARES')),
  parts                  integer     CONSTRAINT ceremony_parts_in_range CHECK (parts BETWEEN 2 AND 16),
  threshold              integer     CONSTRAINT ceremony_threshold_in_range CHECK (threshold BETWEEN 2 AND parts),
  -- said by who proposed it: of the whole
  expected_check_value   text        CONSTRAINT ceremony_check_value_form CHECK (expected_check_value ~ '^[0-9A-F]{6,16}$'),
  with_credential_key    boolean     NOT NULL DEFAULT false,
  exchange_key_name      text,
  foreign_block          text,
  -- seals the parts that wait for the others
  ceremony_key           text,
  block                  text,
  check_value            text,
  credential_block       text,
  credential_check_value text,
  proposed_by            text        NOT NULL,
  proposed_at            timestamptz NOT NULL,
  approved_by            text,
  approved_at            timestamptz,
  expires_at             timestamptz NOT NULL,
  ended_at               timestamptz,
  CONSTRAINT ceremony_of_a_key_or_a_terminal CHECK ((kind = 'TERMINAL') = (terminal_id IS NOT NULL) AND (kind = 'TERMINAL') = (key_name IS NULL)),
  CONSTRAINT ceremony_two_people CHECK (approved_by <> proposed_by),
  CONSTRAINT ceremony_approved_first CHECK (state NOT IN ('APPROVED', 'DONE') OR approved_by IS NOT NULL),
  CONSTRAINT ceremony_ended_once CHECK ((state IN ('DONE', 'CANCELLED', 'EXPIRED')) = (ended_at IS NOT NULL)),
  CONSTRAINT ceremony_ended_is_wiped CHECK (ended_at IS NULL
    OR (foreign_block IS NULL AND ceremony_key IS NULL AND block IS NULL AND credential_block IS NULL))
);
CREATE UNIQUE INDEX ceremony_one_open_a_key ON keys.ceremony (key_name) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX ceremony_one_open_a_terminal ON keys.ceremony (terminal_id) WHERE ended_at IS NULL;
CREATE INDEX ceremony_by_time ON keys.ceremony (proposed_at DESC);

-- A part is sealed under the ceremony's key: until its officer saw it, or after he entered it until all are there.
CREATE TABLE keys.ceremony_part (
  ceremony_id            text        NOT NULL REFERENCES keys.ceremony,
  part                   integer     NOT NULL CONSTRAINT ceremony_part_in_range CHECK (part BETWEEN 1 AND 255),
  officer                text,
  at                     timestamptz,
  sealed                 bytea,
  check_value            text        NOT NULL,
  sealed_credential      bytea,
  credential_check_value text,
  CONSTRAINT ceremony_part_once PRIMARY KEY (ceremony_id, part),
  CONSTRAINT ceremony_part_one_an_officer UNIQUE (ceremony_id, officer),
  CONSTRAINT ceremony_part_officer_and_time CHECK ((officer IS NULL) = (at IS NULL))
);

ALTER TABLE keys.institution_key
  ADD COLUMN version    integer NOT NULL DEFAULT 1 CONSTRAINT institution_key_version_positive CHECK (version >= 1),
  ADD COLUMN state      text    NOT NULL DEFAULT 'ACTIVE'
             CONSTRAINT institution_key_state_known CHECK (state IN ('PENDING', 'ACTIVE', 'REVOKED', 'DESTROYED')),
  ADD COLUMN made_in    text    REFERENCES keys.ceremony,
  ADD COLUMN changed_in text    REFERENCES keys.ceremony,
  ADD COLUMN changed_at timestamptz,
  ALTER COLUMN block DROP NOT NULL,
  DROP CONSTRAINT institution_key_name_once;
ALTER TABLE keys.institution_key
  ADD COLUMN key_id text GENERATED ALWAYS AS (name || '.' || version::text) STORED CONSTRAINT institution_key_version_once PRIMARY KEY,
  ADD CONSTRAINT institution_key_block_once UNIQUE (block),
  ADD CONSTRAINT institution_key_destroyed_has_no_block CHECK ((state = 'DESTROYED') = (block IS NULL)),
  ADD CONSTRAINT institution_key_own_stays_active
      CHECK (state = 'ACTIVE' OR purpose NOT IN ('CREDENTIAL_VERIFIER', 'LOGIN_PEPPER', 'DATA', 'INDEX'));
CREATE UNIQUE INDEX institution_key_one_active ON keys.institution_key (name) WHERE state = 'ACTIVE';

REVOKE DELETE ON keys.ceremony, keys.ceremony_part, keys.institution_key FROM "${application}_keys";

-- Who proposed and approved what is written once.
CREATE FUNCTION keys.keep_ceremony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'PROPOSED' OR NEW.approved_by IS NOT NULL THEN
            RAISE EXCEPTION 'a ceremony begins with a proposal' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_begins_proposed';
        END IF;
    ELSIF (NEW.kind, NEW.key_name, NEW.key_version, NEW.purpose, NEW.terminal_id, NEW.form, NEW.parts, NEW.threshold,
           NEW.expected_check_value, NEW.proposed_by, NEW.proposed_at, NEW.expires_at)
          IS DISTINCT FROM
          (OLD.kind, OLD.key_name, OLD.key_version, OLD.purpose, OLD.terminal_id, OLD.form, OLD.parts, OLD.threshold,
           OLD.expected_check_value, OLD.proposed_by, OLD.proposed_at, OLD.expires_at)
       OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
       OR OLD.ended_at IS NOT NULL
       OR (OLD.state = 'APPROVED' AND NEW.state = 'PROPOSED') THEN
        RAISE EXCEPTION 'what a ceremony is, and who took part, is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_written_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_ceremony BEFORE INSERT OR UPDATE ON keys.ceremony FOR EACH ROW EXECUTE FUNCTION keys.keep_ceremony();

-- An officer who saw or entered a part stays its officer.
CREATE FUNCTION keys.keep_ceremony_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.ceremony_id, NEW.part, NEW.check_value) IS DISTINCT FROM (OLD.ceremony_id, OLD.part, OLD.check_value)
       OR (OLD.officer IS NOT NULL AND NEW.officer IS DISTINCT FROM OLD.officer) THEN
        RAISE EXCEPTION 'the officer of a part is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ceremony_part_written_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_ceremony_part BEFORE UPDATE ON keys.ceremony_part FOR EACH ROW EXECUTE FUNCTION keys.keep_ceremony_part();

-- A key comes into being and changes its state by an approved ceremony of that kind and key alone. A key without a ceremony is one that
-- the host makes or loads for itself: active from its first day, and the first of its name.
CREATE FUNCTION keys.keep_dual_control() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ceremony keys.ceremony;
BEGIN
    IF TG_OP = 'INSERT' AND NEW.made_in IS NULL THEN
        IF NEW.version = 1 AND NEW.state = 'ACTIVE' THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT * INTO ceremony FROM keys.ceremony WHERE ceremony_id = NEW.made_in;
        IF ceremony.state = 'APPROVED' AND ceremony.key_name = NEW.name AND ceremony.purpose = NEW.purpose AND NEW.state = 'PENDING'
           AND ceremony.kind IN ('GENERATE', 'ENTER', 'IMPORT') THEN
            RETURN NEW;
        END IF;
    ELSIF (NEW.name, NEW.version, NEW.purpose, NEW.made_in, NEW.check_value) IS NOT DISTINCT FROM (OLD.name, OLD.version, OLD.purpose, OLD.made_in, OLD.check_value) THEN
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        SELECT * INTO ceremony FROM keys.ceremony WHERE ceremony_id = NEW.changed_in;
        IF ceremony.state = 'APPROVED' AND ceremony.key_name = NEW.name AND (
               (OLD.state = 'PENDING' AND NEW.state = 'ACTIVE' AND ceremony.kind = 'ACTIVATE' AND ceremony.key_version = NEW.version)
            OR (OLD.state = 'ACTIVE' AND NEW.state = 'REVOKED' AND ceremony.kind = 'ACTIVATE' AND ceremony.key_version <> NEW.version)
            OR (OLD.state = 'ACTIVE' AND NEW.state = 'REVOKED' AND ceremony.kind = 'REVOKE' AND ceremony.key_version = NEW.version)
            OR (OLD.state IN ('PENDING', 'REVOKED') AND NEW.state = 'DESTROYED' AND ceremony.kind = 'DESTROY' AND ceremony.key_version = NEW.version)) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a key changes by an approved ceremony alone' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'institution_key_dual_control';
END $$;
CREATE TRIGGER keep_dual_control BEFORE INSERT OR UPDATE ON keys.institution_key FOR EACH ROW EXECUTE FUNCTION keys.keep_dual_control();
