-- Watching the platform: rules that raise alerts, what has fired, who has silenced what, how the channels of each host are.
CALL migration.module('monitoring');

CREATE TABLE monitoring.rule (
  rule_id          uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT rule_once PRIMARY KEY,
  name             text        NOT NULL CONSTRAINT rule_name_once UNIQUE CONSTRAINT rule_name_length CHECK (length(name) BETWEEN 1 AND 40),
  kind             text        NOT NULL CONSTRAINT rule_kind_known CHECK (kind IN ('APPROVAL_RATE_BELOW', 'CODE_SHARE_ABOVE', 'LATENCY_P95_ABOVE', 'CHANNEL_DOWN', 'TERMINALS_OFFLINE',
                                                                                  'REVERSALS_WAITING', 'NO_SALE')),
  severity         text        NOT NULL CONSTRAINT rule_severity_known CHECK (severity IN ('WARNING', 'CRITICAL')),
  enabled          boolean     NOT NULL,
  threshold        integer     CONSTRAINT rule_threshold_not_negative CHECK (threshold >= 0),   -- percent, milliseconds or terminals
  minutes          integer     CONSTRAINT rule_minutes_in_range CHECK (minutes BETWEEN 1 AND 60),
  transactions_min integer     CONSTRAINT rule_transactions_min_in_range CHECK (transactions_min BETWEEN 1 AND 1000000),
  response_code    text        CONSTRAINT rule_response_code_form CHECK (response_code ~ '^[0-9A-Z]{2}$'),
  hour_from        time,
  hour_to          time,
  version          integer     NOT NULL DEFAULT 1
);

-- What fires, and what has fired. A rule and subject fires once at a time, whichever host looks.
CREATE TABLE monitoring.alert (
  alert_id    uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT alert_once PRIMARY KEY,
  rule_id     uuid        NOT NULL,                    -- the rule may be gone
  rule_name   text        NOT NULL,
  kind        text        NOT NULL,
  severity    text        NOT NULL,
  subject     text        NOT NULL,                    -- the channel; empty where a rule has one subject
  measured    bigint,                                  -- in the rule's unit, when it was true last
  fired_at    timestamptz NOT NULL,
  true_at     timestamptz NOT NULL,
  resolved_at timestamptz CONSTRAINT alert_resolved_after_firing CHECK (resolved_at >= fired_at),
  told_at     timestamptz                              -- when the duty phones were told
);
CREATE UNIQUE INDEX alert_fires_once ON monitoring.alert (rule_id, subject) WHERE resolved_at IS NULL;
CREATE INDEX alert_newest ON monitoring.alert (fired_at DESC);

CREATE TABLE monitoring.silence (
  silence_id uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT silence_once PRIMARY KEY,
  rule_id    uuid        NOT NULL,
  until      timestamptz NOT NULL,
  reason     text        NOT NULL CONSTRAINT silence_has_reason CHECK (length(reason) BETWEEN 1 AND 200),
  set_by     text        NOT NULL,
  set_at     timestamptz NOT NULL,
  ended_at   timestamptz,
  CONSTRAINT silence_ends_later CHECK (until > set_at)
);
CREATE INDEX silence_of_rule ON monitoring.silence (rule_id, until DESC);

-- How each host sees each channel: what is down on one host only is seen by all.
CREATE TABLE monitoring.channel_seen (
  host     text        NOT NULL,
  channel  text        NOT NULL,
  up       boolean     NOT NULL,
  since    timestamptz NOT NULL,
  seen_at  timestamptz NOT NULL,
  CONSTRAINT channel_seen_once PRIMARY KEY (host, channel)
);

-- What is sensible to begin with. None fires where nothing goes on: rates want transactions, and that nothing is sold is for who knows when it should be.
INSERT INTO monitoring.rule (name, kind, severity, enabled, threshold, minutes, transactions_min, response_code, hour_from, hour_to) VALUES
  ('批准率过低', 'APPROVAL_RATE_BELOW', 'CRITICAL', true, 70, 10, 50, NULL, NULL, NULL),
  ('余额不足过多', 'CODE_SHARE_ABOVE', 'WARNING', false, 30, 15, 50, '51', NULL, NULL),
  ('发卡方超时过多', 'CODE_SHARE_ABOVE', 'CRITICAL', true, 5, 10, 50, '98', NULL, NULL),
  ('校验错误过多', 'CODE_SHARE_ABOVE', 'CRITICAL', true, 5, 10, 50, 'A0', NULL, NULL),
  ('应答过慢', 'LATENCY_P95_ABOVE', 'WARNING', true, 3000, 10, 50, NULL, NULL, NULL),
  ('通道断开', 'CHANNEL_DOWN', 'CRITICAL', true, NULL, 5, NULL, NULL, NULL, NULL),
  ('终端离线过多', 'TERMINALS_OFFLINE', 'WARNING', false, 100, 15, NULL, NULL, NULL, NULL),
  ('冲正滞留', 'REVERSALS_WAITING', 'CRITICAL', true, NULL, 15, NULL, NULL, NULL, NULL),
  ('无交易', 'NO_SALE', 'WARNING', false, NULL, 30, NULL, NULL, '09:00', '21:00');
