-- An offline sale, a top-up and a completion by notice ask for what a sale asks for, or the supervisor instead of a second factor, a completion's void for what a void does. The platform's present list, with three rules more.
INSERT INTO credentials.step_up_rule_set (scope, scope_id, version, effective_from, rules, set_by, set_at)
SELECT scope, scope_id, version + 1, effective_from, rules || '[
  {"name": "other-payments", "when": {"kinds": ["OFFLINE_SALE", "PRE_AUTH_TOP_UP", "COMPLETION_NOTICE"], "amountFromFen": 1},
   "require": {"anyOf": [{"allOf": ["TXN_PASSWORD"]}]}},
  {"name": "other-payments-second-person", "when": {"kinds": ["OFFLINE_SALE", "PRE_AUTH_TOP_UP", "COMPLETION_NOTICE"], "amountFromFen": 500000},
   "require": {"anyOf": [{"allOf": ["SUPERVISOR_PASSWORD"]}]}},
  {"name": "completion-back", "when": {"kinds": ["COMPLETION_VOID"]},
   "require": {"anyOf": [{"allOf": ["SUPERVISOR_PASSWORD"]}]}}
]', 'shouyin', set_at
FROM credentials.step_up_rule_set WHERE scope = 'PLATFORM' AND scope_id = '' ORDER BY version DESC LIMIT 1;
