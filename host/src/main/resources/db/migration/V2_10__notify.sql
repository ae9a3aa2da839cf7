-- Text messages on their way, and what became of them.
CALL migration.module('notify');

-- Number and text are encrypted together and wiped once a provider took the message, or nobody will.
CREATE TABLE notify.message (
  message_id          uuid        NOT NULL CONSTRAINT message_once PRIMARY KEY,
  purpose             text        NOT NULL,
  phone_masked        text        NOT NULL CONSTRAINT message_phone_is_masked CHECK (phone_masked ~ '^[+0-9]{3,4}[*]{4}[0-9]{2,4}$'),
  content_sealed      bytea,
  state               text        NOT NULL CONSTRAINT message_state_known CHECK (state IN ('QUEUED', 'SENT', 'DELIVERED', 'FAILED', 'EXPIRED')),
  created_at          timestamptz NOT NULL,
  expires_at          timestamptz NOT NULL,
  -- while queued: when it is tried next; moved on by who takes it
  due_at              timestamptz NOT NULL,
  attempts            integer     NOT NULL DEFAULT 0,
  provider            text,
  provider_message_id text,
  -- why it was not taken, or did not arrive, and what the provider called it
  reason              text,
  provider_code       text,
  sent_at             timestamptz,
  ended_at            timestamptz,
  CONSTRAINT message_wiped_once_it_left CHECK ((state = 'QUEUED') = (content_sealed IS NOT NULL)),
  CONSTRAINT message_sent_by_somebody CHECK (state NOT IN ('SENT', 'DELIVERED') OR (provider IS NOT NULL AND sent_at IS NOT NULL)),
  CONSTRAINT message_ended_has_time CHECK ((state IN ('DELIVERED', 'FAILED', 'EXPIRED')) = (ended_at IS NOT NULL))
);
CREATE INDEX message_due ON notify.message (due_at) WHERE state = 'QUEUED';
CREATE INDEX message_by_time ON notify.message (created_at DESC);
CREATE INDEX message_by_provider ON notify.message (provider, provider_message_id) WHERE state = 'SENT';

-- Receipts as they come in: one may be faster than the answer that it belongs to.
CREATE TABLE notify.receipt (
  receipt_id          bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT receipt_once PRIMARY KEY,
  provider            text        NOT NULL,
  provider_message_id text        NOT NULL,
  state               text        NOT NULL CONSTRAINT receipt_state_known CHECK (state IN ('DELIVERED', 'FAILED', 'EXPIRED')),
  provider_code       text,
  received_at         timestamptz NOT NULL
);
