-- By which policy a console password was judged, and when it is due for change.
ALTER TABLE access.account
  ADD COLUMN policy_profile text,
  ADD COLUMN policy_version integer,
  ADD COLUMN expires_at     timestamptz;

-- An old password, or one that breaks the rules of today, must be changed too; the reason is kept.
ALTER TABLE access.account
  ADD COLUMN change_reason text CONSTRAINT account_change_reason_known CHECK (change_reason IN ('EXPIRED', 'POLICY')),
  DROP CONSTRAINT account_initial_must_change,
  ADD CONSTRAINT account_initial_must_change CHECK (must_change = (initial_until IS NOT NULL OR change_reason IS NOT NULL));
