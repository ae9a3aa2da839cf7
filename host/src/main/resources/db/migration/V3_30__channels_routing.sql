-- Over which channel a transaction goes: one list of rules, in versions; the highest one is in force.
CREATE TABLE channels.routing_rule_set (
  version integer     NOT NULL CONSTRAINT routing_version_once PRIMARY KEY,
  rules   jsonb       NOT NULL CONSTRAINT routing_rules_are_a_list CHECK (jsonb_typeof(rules) = 'array'),
  set_by  text        NOT NULL,
  set_at  timestamptz NOT NULL,
  CONSTRAINT routing_version_positive CHECK (version > 0)
);
CALL migration.append_only('channels.routing_rule_set');

-- Until now there was one channel.
ALTER TABLE acquiring.transaction ADD COLUMN channel text DEFAULT 'main';
ALTER TABLE acquiring.transaction ALTER COLUMN channel DROP DEFAULT;
ALTER TABLE acquiring.transaction ADD CONSTRAINT transaction_doubt_has_channel
  CHECK (state NOT IN ('IN_DOUBT', 'REVERSING') OR channel IS NOT NULL);
