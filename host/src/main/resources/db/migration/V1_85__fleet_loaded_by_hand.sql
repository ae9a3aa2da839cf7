-- A terminal that was loaded by hand has a TMK; without a credential key it checks its operators itself.
ALTER TABLE fleet.terminal
  DROP CONSTRAINT terminal_activated_has_keys,
  ADD CONSTRAINT terminal_activated_has_keys
      CHECK (state <> 'ACTIVATED' OR (master_key IS NOT NULL AND (credential_key IS NOT NULL OR step_up = 'local')));
