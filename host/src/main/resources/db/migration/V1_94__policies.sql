-- Password policies in versions. Nothing here = the profile that a realm begins with.
CALL migration.module('policies');

CREATE TABLE policies.policy (
  realm          text        NOT NULL CONSTRAINT policy_realm_known CHECK (realm IN ('PLATFORM', 'PROVIDER', 'CARDHOLDER', 'TERMINAL_OPERATOR', 'TRANSACTION_PASSWORD')),
  level          text        NOT NULL CONSTRAINT policy_level_known CHECK (level IN ('PLATFORM', 'PROVIDER', 'MERCHANT')),
  merchant_id    text        NOT NULL CONSTRAINT policy_merchant_has_number CHECK ((level = 'MERCHANT') = (merchant_id <> '')),
  version        integer     NOT NULL CONSTRAINT policy_version_positive CHECK (version > 0),
  profile        text        NOT NULL,                    -- that it was made from
  effective_from timestamptz NOT NULL,
  policy         jsonb       NOT NULL,
  set_by         text        NOT NULL,
  set_at         timestamptz NOT NULL,
  -- counted over the whole realm, so that profile and version say which values a credential was judged by
  CONSTRAINT policy_version_once PRIMARY KEY (realm, version)
);
CREATE INDEX policy_by_scope ON policies.policy (realm, level, merchant_id, version DESC);
CALL migration.append_only('policies.policy');
