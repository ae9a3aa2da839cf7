-- An acquirer's layer has the acquirer's name as its scope, as bindings have it.
ALTER TABLE fleet.parameter_version DROP CONSTRAINT parameter_scope_bounded, ADD CONSTRAINT parameter_scope_bounded CHECK (char_length(scope) BETWEEN 1 AND 40);
