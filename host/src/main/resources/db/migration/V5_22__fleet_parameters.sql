-- Parameters of terminals, layer by layer: platform, acquirer, model, merchant, terminal; what stands in a later layer holds.
-- Each change is a next version of its layer, and has a number among all changes, by which a terminal tells whether what it has is the newest.
CREATE SEQUENCE fleet.parameter_change AS bigint;

CREATE TABLE fleet.parameter_version (
  layer    text        NOT NULL CONSTRAINT parameter_layer_known CHECK (layer IN ('PLATFORM', 'ACQUIRER', 'MODEL', 'MERCHANT', 'TERMINAL')),
  scope    text        NOT NULL CONSTRAINT parameter_scope_bounded CHECK (length(scope) BETWEEN 1 AND 32),
  version  integer     NOT NULL CONSTRAINT parameter_version_positive CHECK (version > 0),
  change   bigint      NOT NULL CONSTRAINT parameter_change_once UNIQUE,
  settings jsonb       NOT NULL CONSTRAINT parameter_settings_bounded CHECK (jsonb_typeof(settings) = 'object' AND length(settings::text) <= 4096),
  reason   text        NOT NULL CONSTRAINT parameter_change_says_why CHECK (length(reason) BETWEEN 1 AND 200),
  set_by   text        NOT NULL,
  set_at   timestamptz NOT NULL,
  CONSTRAINT parameter_version_once PRIMARY KEY (layer, scope, version)
);
CALL migration.append_only('fleet.parameter_version');

-- The version of each layer that holds.
CREATE TABLE fleet.parameter_layer (
  layer    text    NOT NULL,
  scope    text    NOT NULL,
  version  integer NOT NULL,
  change   bigint  NOT NULL,
  settings jsonb   NOT NULL,
  CONSTRAINT parameter_layer_once PRIMARY KEY (layer, scope),
  CONSTRAINT parameter_layer_is_a_version FOREIGN KEY (layer, scope, version) REFERENCES fleet.parameter_version
);
