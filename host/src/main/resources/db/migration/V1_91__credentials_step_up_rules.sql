-- Which factors a transaction needs: one list of rules a scope, in versions. All matching rules of all scopes hold together.
CREATE TABLE credentials.step_up_rule_set (
  scope          text        NOT NULL CONSTRAINT step_up_scope_known CHECK (scope IN ('PLATFORM', 'PROVIDER', 'MERCHANT', 'TERMINAL')),
  scope_id       text        NOT NULL CONSTRAINT step_up_scope_has_id CHECK ((scope IN ('PLATFORM', 'PROVIDER')) = (scope_id = '')),
  version        integer     NOT NULL CONSTRAINT step_up_version_positive CHECK (version > 0),
  effective_from timestamptz NOT NULL,
  rules          jsonb       NOT NULL CONSTRAINT step_up_rules_are_a_list CHECK (jsonb_typeof(rules) = 'array'),
  set_by         text        NOT NULL,
  set_at         timestamptz NOT NULL,
  CONSTRAINT step_up_version_once PRIMARY KEY (scope, scope_id, version)
);
CALL migration.append_only('credentials.step_up_rule_set');

INSERT INTO credentials.step_up_rule_set (scope, scope_id, version, effective_from, rules, set_by, set_at)
VALUES ('PLATFORM', '', 1, '2000-01-01T00:00:00Z', '[
  {"name": "sale", "when": {"kinds": ["SALE"], "amountFromFen": 1},
   "require": {"anyOf": [{"allOf": ["TXN_PASSWORD"]}]}},
  {"name": "sale-second-factor", "when": {"kinds": ["SALE"], "amountFromFen": 500000, "secondFactor": true},
   "require": {"anyOf": [{"allOf": ["ONE_TIME_CODE"]}, {"allOf": ["FINGERPRINT"]}]}},
  {"name": "sale-second-person", "when": {"kinds": ["SALE"], "amountFromFen": 500000, "secondFactor": false},
   "require": {"anyOf": [{"allOf": ["SUPERVISOR_PASSWORD"]}]}},
  {"name": "back", "when": {"kinds": ["VOID", "REFUND", "PRE_AUTH_VOID"]},
   "require": {"anyOf": [{"allOf": ["SUPERVISOR_PASSWORD"]}]}},
  {"name": "registered-card", "when": {"cards": ["REGISTERED"]},
   "require": {"anyOf": [{"allOf": ["CARD_PASSWORD"]}]}}
]', 'shouyin', '2000-01-01T00:00:00Z');
