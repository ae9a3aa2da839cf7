-- Forgotten credentials and changed phones: who asked, what proved them, who approved, what was sent, what came of it.
CALL migration.module('support');

CREATE TABLE support.reset (
  case_id          text        NOT NULL CONSTRAINT reset_once PRIMARY KEY CONSTRAINT reset_id_form CHECK (case_id ~ '^[0-9A-Z]{8}$'),
  wish             text        NOT NULL CONSTRAINT reset_wish_known CHECK (wish IN ('FORGOTTEN', 'CHANNEL')),
  -- kind of thing, colon, name: staff:lin, operator:12345678/01
  subject          text        NOT NULL CONSTRAINT reset_subject_length CHECK (char_length(subject) BETWEEN 1 AND 100),
  -- whose sales are capped in the cooling period
  terminal_id      text,
  ticket           text        NOT NULL CONSTRAINT reset_ticket_length CHECK (char_length(ticket) BETWEEN 1 AND 40),
  reason           text        NOT NULL CONSTRAINT reset_reason_length CHECK (char_length(reason) BETWEEN 1 AND 200),
  -- no second factor remains: two proofs instead of one
  factors_lost     boolean     NOT NULL,
  -- number of a changed phone, encrypted
  new_phone_sealed bytea,
  new_phone_masked text,
  state            text        NOT NULL CONSTRAINT reset_state_known CHECK
                   (state IN ('OPEN', 'PROVED', 'APPROVED', 'SENT', 'COMPLETED', 'REJECTED', 'EXPIRED', 'CANCELLED')),
  opened_by        text        NOT NULL,
  opened_at        timestamptz NOT NULL,
  -- when the step that is due has to be done
  expires_at       timestamptz NOT NULL,
  proved_by        text,
  proved_at        timestamptz,
  approved_by      text,
  approved_at      timestamptz,
  sent_at          timestamptz,
  sent_to_masked   text,
  ended_at         timestamptz,
  -- who rejected or cancelled it, and why
  ended_by         text,
  ended_why        text CONSTRAINT reset_ended_why_length CHECK (char_length(ended_why) BETWEEN 1 AND 200),
  cooling_until    timestamptz,
  CONSTRAINT reset_two_people CHECK (approved_by <> opened_by AND approved_by <> proved_by),
  CONSTRAINT reset_not_for_oneself CHECK (subject <> 'staff:' || opened_by AND subject IS DISTINCT FROM 'staff:' || proved_by
                                          AND subject IS DISTINCT FROM 'staff:' || approved_by),
  CONSTRAINT reset_channel_has_phone CHECK ((wish = 'CHANNEL') = (new_phone_sealed IS NOT NULL) AND (wish = 'CHANNEL') = (new_phone_masked IS NOT NULL)),
  CONSTRAINT reset_proved_first CHECK ((proved_by IS NULL) = (proved_at IS NULL)
                                       AND (state NOT IN ('PROVED', 'APPROVED', 'SENT', 'COMPLETED', 'REJECTED') OR proved_by IS NOT NULL)
                                       AND (state <> 'OPEN' OR proved_by IS NULL)),
  CONSTRAINT reset_approved_first CHECK ((approved_by IS NULL) = (approved_at IS NULL)
                                         AND (state NOT IN ('APPROVED', 'SENT', 'COMPLETED') OR approved_by IS NOT NULL)
                                         AND (state NOT IN ('OPEN', 'PROVED', 'REJECTED') OR approved_by IS NULL)),
  CONSTRAINT reset_sent_first CHECK ((sent_at IS NULL) = (sent_to_masked IS NULL)
                                     AND (state NOT IN ('SENT', 'COMPLETED') OR sent_at IS NOT NULL)
                                     AND (state NOT IN ('OPEN', 'PROVED', 'APPROVED', 'REJECTED') OR sent_at IS NULL)),
  CONSTRAINT reset_ended_once CHECK ((state IN ('COMPLETED', 'REJECTED', 'EXPIRED', 'CANCELLED')) = (ended_at IS NOT NULL)),
  CONSTRAINT reset_ended_by_somebody CHECK ((state IN ('REJECTED', 'CANCELLED')) = (ended_by IS NOT NULL) AND (ended_by IS NULL) = (ended_why IS NULL)),
  CONSTRAINT reset_cools_when_completed CHECK ((state = 'COMPLETED') = (cooling_until IS NOT NULL))
);
CREATE UNIQUE INDEX reset_one_under_way ON support.reset (subject) WHERE ended_at IS NULL;
CREATE INDEX reset_by_time ON support.reset (opened_at DESC);
CREATE INDEX reset_by_subject ON support.reset (subject, opened_at DESC);
CREATE INDEX reset_cooling ON support.reset (cooling_until) WHERE terminal_id IS NOT NULL;
REVOKE DELETE ON support.reset FROM "${application}_support";

-- What somebody showed to prove who they are, and who saw it.
CREATE TABLE support.proof (
  case_id  text        NOT NULL REFERENCES support.reset,
  kind     text        NOT NULL CONSTRAINT proof_kind_known CHECK (kind IN ('IDENTITY_CARD', 'PASSPORT', 'BUSINESS_LICENCE', 'CALL_BACK', 'IN_PERSON', 'VIDEO')),
  seen     text        NOT NULL CONSTRAINT proof_seen_length CHECK (char_length(seen) BETWEEN 1 AND 200),
  seen_by  text        NOT NULL,
  seen_at  timestamptz NOT NULL,
  CONSTRAINT proof_each_kind_once PRIMARY KEY (case_id, kind)
);
CALL migration.append_only('support.proof');

CREATE FUNCTION support.keep_reset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'OPEN' THEN
            RAISE EXCEPTION 'a case begins open' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reset_begins_open';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.ended_at IS NOT NULL OR NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
           'OPEN>PROVED', 'OPEN>EXPIRED', 'OPEN>CANCELLED',
           'PROVED>APPROVED', 'PROVED>REJECTED', 'PROVED>EXPIRED', 'PROVED>CANCELLED',
           'APPROVED>SENT',
           'SENT>COMPLETED', 'SENT>EXPIRED', 'SENT>CANCELLED']) THEN
        RAISE EXCEPTION 'a case does not go that way' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reset_goes_forward';
    END IF;
    IF (NEW.case_id, NEW.wish, NEW.subject, NEW.terminal_id, NEW.ticket, NEW.reason, NEW.factors_lost, NEW.new_phone_sealed, NEW.opened_by, NEW.opened_at)
       IS DISTINCT FROM
       (OLD.case_id, OLD.wish, OLD.subject, OLD.terminal_id, OLD.ticket, OLD.reason, OLD.factors_lost, OLD.new_phone_sealed, OLD.opened_by, OLD.opened_at)
       OR OLD.proved_by IS NOT NULL AND (NEW.proved_by, NEW.proved_at) IS DISTINCT FROM (OLD.proved_by, OLD.proved_at)
       OR OLD.approved_by IS NOT NULL AND (NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by, OLD.approved_at) THEN
        RAISE EXCEPTION 'what was done in a case is written once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reset_written_once';
    END IF;
    IF NEW.state = 'PROVED' AND (SELECT count(*) FROM support.proof WHERE case_id = NEW.case_id) < (CASE WHEN NEW.factors_lost THEN 2 ELSE 1 END) THEN
        RAISE EXCEPTION 'a proof is missing' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reset_has_proofs';
    END IF;
    IF NEW.state = 'APPROVED' AND EXISTS (SELECT FROM support.proof WHERE case_id = NEW.case_id AND seen_by = NEW.approved_by) THEN
        RAISE EXCEPTION 'who saw a proof does not approve' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reset_two_people';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_reset BEFORE INSERT OR UPDATE ON support.reset FOR EACH ROW EXECUTE FUNCTION support.keep_reset();

-- One-time links to the page that sets a new console password: only a hash of each.
CREATE TABLE support.link (
  token_hash      bytea       NOT NULL CONSTRAINT link_once PRIMARY KEY CONSTRAINT link_hash_length CHECK (octet_length(token_hash) = 32),
  case_id         text        NOT NULL CONSTRAINT link_one_a_case UNIQUE REFERENCES support.reset,
  expires_at      timestamptz NOT NULL,
  tries_left      integer     NOT NULL CONSTRAINT link_tries_not_negative CHECK (tries_left >= 0),
  -- for a passkey
  challenge       bytea,
  -- a remaining factor was shown, or none remains
  factor_shown_at timestamptz,
  used_at         timestamptz,
  CONSTRAINT link_used_after_factor CHECK (used_at IS NULL OR factor_shown_at IS NOT NULL)
);

-- The phones of people who log in to the console; merchants and card users have theirs in their registers.
CREATE TABLE support.account_phone (
  username      text        NOT NULL CONSTRAINT account_phone_once PRIMARY KEY,
  phone_sealed  bytea       NOT NULL,
  phone_masked  text        NOT NULL,
  registered_at timestamptz NOT NULL
);
