-- A change of the LMK is begun, and the old one retired, by two people. Rows from before name one.
ALTER TABLE keys.master_key_change
  ADD COLUMN approved_by        text NOT NULL DEFAULT '',
  ADD COLUMN retire_proposed_by text,
  ADD COLUMN retire_approved_by text,
  ADD CONSTRAINT master_key_change_two_people CHECK (approved_by <> started_by),
  ADD CONSTRAINT master_key_change_retired_by_two CHECK (retire_approved_by <> retire_proposed_by);
ALTER TABLE keys.master_key_change ALTER COLUMN approved_by DROP DEFAULT;
UPDATE keys.master_key_change SET retire_proposed_by = started_by, retire_approved_by = '' WHERE state = 'RETIRED';
ALTER TABLE keys.master_key_change
  ADD CONSTRAINT master_key_change_retired_first CHECK ((state = 'RETIRED') = (retire_approved_by IS NOT NULL AND retire_proposed_by IS NOT NULL));
REVOKE DELETE ON keys.master_key_change FROM "${application}_keys";

-- Who began it is written once.
CREATE FUNCTION keys.keep_master_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'ANNOUNCED' OR NEW.approved_by = '' THEN
            RAISE EXCEPTION 'a change of the LMK begins with an announcement by two people' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'master_key_change_begins_announced';
        END IF;
    ELSIF (NEW.from_key, NEW.to_key, NEW.started_by, NEW.approved_by) IS DISTINCT FROM (OLD.from_key, OLD.to_key, OLD.started_by, OLD.approved_by)
       OR OLD.state = 'RETIRED' THEN
        RAISE EXCEPTION 'who changed the LMK is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'master_key_change_written_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_master_key_change BEFORE INSERT OR UPDATE ON keys.master_key_change FOR EACH ROW EXECUTE FUNCTION keys.keep_master_key_change();
