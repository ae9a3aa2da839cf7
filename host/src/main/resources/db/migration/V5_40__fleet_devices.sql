-- Devices from stock to scrap: models, the stock, whose a device is (bindings), what became of it (history), which of its keys are gone.

CREATE TABLE fleet.terminal_model (
  name            text        NOT NULL CONSTRAINT terminal_model_once PRIMARY KEY
                              CONSTRAINT terminal_model_name_form CHECK (name ~ '^[0-9A-Za-z .-]{1,32}$'),
  vendor          text        NOT NULL CONSTRAINT terminal_model_vendor_length CHECK (char_length(vendor) <= 40),
  kind            text        NOT NULL CONSTRAINT terminal_model_kind_known
                              CHECK (kind IN ('CLASSIC', 'E_SIGNATURE', 'SMART', 'MOBILE', 'PIN_PAD', 'SELF_SERVICE', 'CODE_BOARD', 'VIRTUAL', 'OTHER')),
  capabilities    text[]      NOT NULL CONSTRAINT terminal_model_capabilities_known CHECK (capabilities <@ ARRAY['PRINTER', 'E_SIGNATURE', 'MAGSTRIPE',
                              'CHIP', 'CONTACTLESS', 'CAMERA', 'PIN_PAD', 'FINGERPRINT', 'BATTERY', 'CELLULAR', 'WIFI', 'POSITION']),
  approval_number text        CONSTRAINT terminal_model_approval_form CHECK (approval_number ~ '^[0-9]-[0-9]{5}$'),
  approval_until  date,
  changed_at      timestamptz NOT NULL,
  CONSTRAINT terminal_model_approval_has_both CHECK ((approval_number IS NULL) = (approval_until IS NULL))
);

CREATE TABLE fleet.device (
  serial_number text        NOT NULL CONSTRAINT device_serial_once PRIMARY KEY
                            CONSTRAINT device_serial_form CHECK (serial_number ~ '^[0-9A-Za-z-]{8,32}$'),
  model         text        NOT NULL CONSTRAINT device_model_known REFERENCES fleet.terminal_model,
  state         text        NOT NULL CONSTRAINT device_state_known CHECK (state IN ('IN_STOCK', 'BOUND', 'IN_REPAIR', 'RETIRED')),
  place         text        NOT NULL DEFAULT '' CONSTRAINT device_place_length CHECK (char_length(place) <= 40),
  received_at   timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL
);
-- One device is not two by another spelling.
CREATE UNIQUE INDEX device_serial_once_in_any_case ON fleet.device (upper(serial_number));
CREATE INDEX device_by_state ON fleet.device (state, serial_number);
REVOKE DELETE ON fleet.device FROM "${application}_fleet";

-- What is scrapped stays scrapped, and a device keeps its number and its model.
CREATE FUNCTION fleet.keep_device() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'RETIRED' OR (NEW.serial_number, NEW.model, NEW.received_at) IS DISTINCT FROM (OLD.serial_number, OLD.model, OLD.received_at) THEN
        RAISE EXCEPTION 'a retired device stays so, and no device changes its number or model'
              USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'device_retired_stays_so';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_device BEFORE UPDATE ON fleet.device FOR EACH ROW EXECUTE FUNCTION fleet.keep_device();

-- Whose a device is: one device, one merchant, at a time. The numbers of owner and account are sealed, bound to the row, and found by index.
CREATE TABLE fleet.binding (
  binding_id     uuid        NOT NULL CONSTRAINT binding_known_by_id PRIMARY KEY,
  serial_number  text        NOT NULL CONSTRAINT binding_of_device REFERENCES fleet.device,
  -- absent until the device is registered for the merchant that it was bound to
  terminal_id    text        CONSTRAINT binding_of_terminal REFERENCES fleet.terminal,
  acquirer       text        NOT NULL CONSTRAINT binding_acquirer_length CHECK (char_length(acquirer) BETWEEN 1 AND 40),
  merchant_id    text        NOT NULL CONSTRAINT binding_merchant_digits CHECK (merchant_id ~ '^[0-9]{15}$'),
  owner_kind     text        CONSTRAINT binding_owner_kind_known CHECK (owner_kind IN ('CREDIT_CODE', 'RESIDENT_ID')),
  owner_masked   text        CONSTRAINT binding_owner_is_masked CHECK (owner_masked ~ '^[0-9A-Z]{4}\*{10}[0-9A-Z]{4}$'),
  owner_index    bytea       CONSTRAINT binding_owner_index_length CHECK (length(owner_index) = 32),
  owner_sealed   bytea,
  account_masked text        CONSTRAINT binding_account_is_masked CHECK (account_masked ~ '^\*{4}[0-9]{4}$'),
  account_index  bytea       CONSTRAINT binding_account_index_length CHECK (length(account_index) = 32),
  account_sealed bytea,
  address        text        CONSTRAINT binding_address_length CHECK (char_length(address) BETWEEN 1 AND 120),
  -- in millionths of a degree, about a hand's breadth
  latitude_micro  integer    CONSTRAINT binding_latitude_on_earth CHECK (latitude_micro BETWEEN -90000000 AND 90000000),
  longitude_micro integer    CONSTRAINT binding_longitude_on_earth CHECK (longitude_micro BETWEEN -180000000 AND 180000000),
  since          timestamptz NOT NULL,
  made_by        text        NOT NULL,
  -- of the second person; absent for the first binding of a registration
  approved_by    text        CONSTRAINT binding_two_people CHECK (approved_by <> made_by),
  ended_at       timestamptz,
  ended_because  text        CONSTRAINT binding_ended_because_known CHECK (ended_because IN ('CHANGED', 'TRANSFERRED', 'RETIRED')),
  CONSTRAINT binding_owner_whole CHECK (num_nulls(owner_kind, owner_masked, owner_index, owner_sealed) IN (0, 4)),
  CONSTRAINT binding_account_whole CHECK (num_nulls(account_masked, account_index, account_sealed) IN (0, 3)),
  CONSTRAINT binding_place_whole CHECK ((latitude_micro IS NULL) = (longitude_micro IS NULL)),
  CONSTRAINT binding_end_has_both CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);
CREATE UNIQUE INDEX binding_one_open_a_device ON fleet.binding (serial_number) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX binding_one_open_a_terminal ON fleet.binding (terminal_id) WHERE ended_at IS NULL;
CREATE INDEX binding_by_device ON fleet.binding (serial_number, since);
CREATE INDEX binding_by_merchant ON fleet.binding (merchant_id) WHERE ended_at IS NULL;
CREATE INDEX binding_by_account ON fleet.binding (account_index) WHERE ended_at IS NULL;
REVOKE DELETE ON fleet.binding FROM "${application}_fleet";

-- A binding is written once: it gets its terminal, it ends, and that is all.
CREATE FUNCTION fleet.keep_binding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR OLD.terminal_id IS NOT NULL AND NEW.terminal_id IS DISTINCT FROM OLD.terminal_id
       OR (to_jsonb(NEW) - '{terminal_id,ended_at,ended_because}'::text[]) <> (to_jsonb(OLD) - '{terminal_id,ended_at,ended_because}'::text[]) THEN
        RAISE EXCEPTION 'a binding is written once: another one takes its place' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'binding_written_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_binding BEFORE UPDATE ON fleet.binding FOR EACH ROW EXECUTE FUNCTION fleet.keep_binding();

-- What a second person is asked to approve, until then: sealed as in a binding. Gone with the approval, or after a day.
CREATE TABLE fleet.binding_draft (
  draft_id       uuid        NOT NULL CONSTRAINT binding_draft_known_by_id PRIMARY KEY,
  owner_kind     text,
  owner_masked   text,
  owner_index    bytea,
  owner_sealed   bytea,
  account_masked text,
  account_index  bytea,
  account_sealed bytea,
  drafted_at     timestamptz NOT NULL
);

-- Who did what with a device, and when. A line is only ever added.
CREATE TABLE fleet.history (
  history_id    bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT history_in_order PRIMARY KEY,
  at            timestamptz NOT NULL,
  serial_number text        NOT NULL,
  terminal_id   text,
  what          text        NOT NULL CONSTRAINT history_what_form CHECK (what ~ '^[A-Z_]{1,40}$'),
  actor         text        NOT NULL,
  was           text,
  became        text,
  details       jsonb       NOT NULL
);
CREATE INDEX history_of_device ON fleet.history (serial_number, history_id DESC);
CREATE INDEX history_of_terminal ON fleet.history (terminal_id, history_id DESC);
CALL migration.append_only('fleet.history');

-- Keys that are no more: which one, by its check value, when, by whom and why.
CREATE TABLE fleet.key_destruction (
  destruction_id bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT key_destruction_in_order PRIMARY KEY,
  at             timestamptz NOT NULL,
  serial_number  text        NOT NULL,
  terminal_id    text        NOT NULL,
  key_name       text        NOT NULL CONSTRAINT key_destruction_key_known CHECK (key_name IN ('MASTER', 'CREDENTIAL', 'PIN', 'MAC', 'DATA')),
  check_value    text        NOT NULL CONSTRAINT key_destruction_check_value_form CHECK (check_value ~ '^[0-9A-F]{4,16}$'),
  because        text        NOT NULL CONSTRAINT key_destruction_because_known CHECK (because IN ('TRANSFER', 'REPAIR', 'RETIREMENT')),
  destroyed_by   text        NOT NULL
);
CREATE INDEX key_destruction_of_device ON fleet.key_destruction (serial_number, destruction_id DESC);
CALL migration.append_only('fleet.key_destruction');

-- A device that goes to another merchant gets another terminal number: a number that was retired keeps the serial number it had.
ALTER TABLE fleet.terminal DROP CONSTRAINT terminal_serial_once;
CREATE UNIQUE INDEX terminal_serial_once ON fleet.terminal (serial_number) WHERE state <> 'RETIRED';
CREATE INDEX terminal_by_serial ON fleet.terminal (serial_number);
ALTER TABLE fleet.terminal ADD CONSTRAINT terminal_retired_has_no_keys
  CHECK (state <> 'RETIRED' OR num_nonnulls(device_key_hash, master_key, credential_key) = 0);

-- A terminal number is never taken back into use.
CREATE FUNCTION fleet.keep_retired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'RETIRED' AND NEW.state <> 'RETIRED' THEN
        RAISE EXCEPTION 'a retired terminal number stays so' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'terminal_retired_stays_so';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_retired BEFORE UPDATE OF state ON fleet.terminal FOR EACH ROW EXECUTE FUNCTION fleet.keep_retired();

-- What is there already.
INSERT INTO fleet.terminal_model (name, vendor, kind, capabilities, changed_at)
VALUES ('Shouyin VT-1', '守银', 'VIRTUAL', ARRAY['PRINTER', 'E_SIGNATURE', 'MAGSTRIPE', 'CHIP', 'CONTACTLESS', 'PIN_PAD', 'FINGERPRINT'], now());
INSERT INTO fleet.terminal_model (name, vendor, kind, capabilities, changed_at)
SELECT DISTINCT model, '', 'OTHER', '{}'::text[], now() FROM fleet.terminal ON CONFLICT DO NOTHING;
INSERT INTO fleet.device (serial_number, model, state, received_at, changed_at)
SELECT serial_number, model, CASE state WHEN 'RETIRED' THEN 'RETIRED' ELSE 'BOUND' END, created_at, now() FROM fleet.terminal;
INSERT INTO fleet.binding (binding_id, serial_number, terminal_id, acquirer, merchant_id, since, made_by, ended_at, ended_because)
SELECT gen_random_uuid(), serial_number, terminal_id, '-', merchant_id, created_at, 'migration',
       CASE state WHEN 'RETIRED' THEN now() END, CASE state WHEN 'RETIRED' THEN 'RETIRED' END
FROM fleet.terminal;
