-- Money that a wallet says it has taken into a static code, and that is nobody's here: what is known goes back to the customer, the rest is for people.
CREATE TABLE acquiring.unbooked_payment (
  rrn              text        NOT NULL,
  reason           text        NOT NULL CONSTRAINT unbooked_payment_reason_known CHECK (reason IN ('MERCHANT_UNKNOWN', 'UNREADABLE', 'NUMBER_REUSED')),
  detail           text        NOT NULL,
  merchant_id      text,
  amount_minor     bigint      CONSTRAINT unbooked_payment_amount_positive CHECK (amount_minor > 0),
  noticed_at       timestamptz NOT NULL,
  -- of the refund at the wallet
  refund_rrn       text,
  refund_due_at    timestamptz,
  refund_state     text        CONSTRAINT unbooked_payment_refund_state_known CHECK (refund_state IN ('DUE', 'DONE', 'REFUSED')),
  refund_attempts  integer     NOT NULL DEFAULT 0,
  CONSTRAINT unbooked_payment_once PRIMARY KEY (rrn, reason, detail),
  CONSTRAINT unbooked_payment_refund_whole CHECK (num_nulls(refund_rrn, refund_state) IN (0, 2)),
  CONSTRAINT unbooked_payment_refund_known CHECK (refund_state IS NULL OR amount_minor IS NOT NULL),
  CONSTRAINT unbooked_payment_refund_due CHECK (refund_state IS DISTINCT FROM 'DUE' OR refund_due_at IS NOT NULL)
);
CREATE INDEX unbooked_payment_due ON acquiring.unbooked_payment (refund_due_at) WHERE refund_state = 'DUE';
