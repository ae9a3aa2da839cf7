-- A pre-authorization and its completion are a payment in two steps: they ask for no less than a sale. The platform's present list, with two rules more.
INSERT INTO credentials.step_up_rule_set (scope, scope_id, version, effective_from, rules, set_by, set_at)
SELECT scope, scope_id, version + 1, effective_from, rules || '[
  {"name": "pre-authorization", "when": {"kinds": ["PRE_AUTH", "COMPLETION"], "amountFromFen": 1},
   "require": {"anyOf": [{"allOf": ["TXN_PASSWORD"]}]}},
  {"name": "pre-authorization-second-person", "when": {"kinds": ["PRE_AUTH", "COMPLETION"], "amountFromFen": 500000},
   "require": {"anyOf": [{"allOf": ["SUPERVISOR_PASSWORD"]}]}}
]', 'shouyin', set_at
FROM credentials.step_up_rule_set WHERE scope = 'PLATFORM' AND scope_id = '' ORDER BY version DESC LIMIT 1;
