-- After `expires_at` a secret still opens something for so many days, by the policy that it was judged by.
ALTER TABLE credentials.secret
  ADD COLUMN grace_days integer NOT NULL DEFAULT 0 CONSTRAINT secret_grace_not_negative CHECK (grace_days >= 0);
